package org.shuyuan.office.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.osgi.service.component.annotations.Component;
import org.shuyuan.api.office.Documents;

/** By Apache POI, which lives in this bundle. */
@Component
public final class OfficeDocuments implements Documents {

    @Override
    public void write(String title, Consumer<Paper> content, OutputStream out) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // XmlBeans finds its types by the thread's class loader
        thread.setContextClassLoader(OfficeDocuments.class.getClassLoader());
        try (XWPFDocument document = new XWPFDocument()) {
            document.getProperties().getCoreProperties().setTitle(title);
            document.getProperties().getCoreProperties().setCreator("");
            content.accept(new OfficialPaper(document));
            document.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
