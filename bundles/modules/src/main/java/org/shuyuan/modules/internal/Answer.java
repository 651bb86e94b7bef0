package org.shuyuan.modules.internal;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpServletResponseWrapper;

/**
 * What a module answers, or the portal in its place once that took too long: whoever comes first. After the portal has answered, whatever the module still says is
 * dropped without a word, since its thread goes on. Thread-safe.
 */
final class Answer extends HttpServletResponseWrapper {

    /** Something that is said to the browser. */
    interface Said {
        void say() throws IOException;
    }

    private final ReentrantLock lock = new ReentrantLock();
    private boolean over;

    Answer(HttpServletResponse real) {
        super(real);
    }

    /**
     * Answers instead of the module, unless it has begun to.
     *
     * @param words writes a whole answer to the response that is given to the container
     * @return whether they were said
     */
    boolean instead(Said words) throws IOException {
        // whoever is writing has begun
        if (!lock.tryLock()) {
            return false;
        }
        try {
            if (over || getResponse().isCommitted()) {
                return false;
            }
            over = true;
            getResponse().reset();
            words.say();
            getResponse().flushBuffer();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void say(Said words) throws IOException {
        lock.lock();
        try {
            if (!over) {
                words.say();
            }
        } finally {
            lock.unlock();
        }
    }

    private void set(Runnable words) {
        lock.lock();
        try {
            if (!over) {
                words.run();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        ServletOutputStream real = super.getOutputStream();
        return new ServletOutputStream() {
            @Override
            public void write(int b) throws IOException {
                say(() -> real.write(b));
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                say(() -> real.write(bytes, from, count));
            }

            @Override
            public void flush() throws IOException {
                say(real::flush);
            }

            @Override
            public void close() throws IOException {
                say(real::close);
            }

            @Override
            public boolean isReady() {
                return real.isReady();
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                real.setWriteListener(listener);
            }
        };
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        PrintWriter real = super.getWriter();
        return new PrintWriter(new Writer() {
            @Override
            public void write(char[] text, int from, int count) throws IOException {
                say(() -> real.write(text, from, count));
            }

            @Override
            public void flush() throws IOException {
                say(real::flush);
            }

            @Override
            public void close() throws IOException {
                say(real::close);
            }
        });
    }

    @Override
    public void setStatus(int status) {
        set(() -> super.setStatus(status));
    }

    @Override
    @Deprecated
    public void setStatus(int status, String message) {
        set(() -> super.setStatus(status));
    }

    @Override
    public void sendError(int status) throws IOException {
        say(() -> super.sendError(status));
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        say(() -> super.sendError(status, message));
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        say(() -> super.sendRedirect(location));
    }

    @Override
    public void addCookie(Cookie cookie) {
        set(() -> super.addCookie(cookie));
    }

    @Override
    public void setHeader(String name, String value) {
        set(() -> super.setHeader(name, value));
    }

    @Override
    public void addHeader(String name, String value) {
        set(() -> super.addHeader(name, value));
    }

    @Override
    public void setIntHeader(String name, int value) {
        set(() -> super.setIntHeader(name, value));
    }

    @Override
    public void addIntHeader(String name, int value) {
        set(() -> super.addIntHeader(name, value));
    }

    @Override
    public void setDateHeader(String name, long value) {
        set(() -> super.setDateHeader(name, value));
    }

    @Override
    public void addDateHeader(String name, long value) {
        set(() -> super.addDateHeader(name, value));
    }

    @Override
    public void setContentType(String type) {
        set(() -> super.setContentType(type));
    }

    @Override
    public void setCharacterEncoding(String encoding) {
        set(() -> super.setCharacterEncoding(encoding));
    }

    @Override
    public void setContentLength(int length) {
        set(() -> super.setContentLength(length));
    }

    @Override
    public void setContentLengthLong(long length) {
        set(() -> super.setContentLengthLong(length));
    }

    @Override
    public void setLocale(Locale locale) {
        set(() -> super.setLocale(locale));
    }

    @Override
    public void setBufferSize(int size) {
        set(() -> super.setBufferSize(size));
    }

    @Override
    public void flushBuffer() throws IOException {
        say(() -> super.flushBuffer());
    }

    @Override
    public void reset() {
        set(() -> super.reset());
    }

    @Override
    public void resetBuffer() {
        set(() -> super.resetBuffer());
    }
}
