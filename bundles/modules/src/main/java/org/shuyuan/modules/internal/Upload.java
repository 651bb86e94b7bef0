package org.shuyuan.modules.internal;

import java.io.IOException;
import javax.servlet.ReadListener;
import javax.servlet.ServletInputStream;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletRequestWrapper;

/** A request that says when something of its body came: a phone that takes minutes to send a photo is not a module that takes minutes to answer. */
final class Upload extends HttpServletRequestWrapper {

    private final Runnable came;

    Upload(HttpServletRequest real, Runnable came) {
        super(real);
        this.came = came;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        ServletInputStream real = super.getInputStream();
        return new ServletInputStream() {
            @Override
            public int read() throws IOException {
                return came(real.read());
            }

            @Override
            public int read(byte[] bytes, int from, int count) throws IOException {
                return came(real.read(bytes, from, count));
            }

            private int came(int read) {
                came.run();
                return read;
            }

            @Override
            public int available() throws IOException {
                return real.available();
            }

            @Override
            public void close() throws IOException {
                real.close();
            }

            @Override
            public boolean isFinished() {
                return real.isFinished();
            }

            @Override
            public boolean isReady() {
                return real.isReady();
            }

            @Override
            public void setReadListener(ReadListener listener) {
                real.setReadListener(listener);
            }
        };
    }
}
