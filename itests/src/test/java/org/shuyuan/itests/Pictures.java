package org.shuyuan.itests;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What every open page showed, and asked the portal for, when a test failed; in {@code target/pictures}. */
final class Pictures implements AfterTestExecutionCallback {

    @Override
    public void afterTestExecution(ExtensionContext test) throws Exception {
        if (test.getExecutionException().isPresent()) {
            Path folder = Path.of(System.getProperty("target", "target")).resolve("pictures");
            Browser.pictures(folder, test.getRequiredTestClass().getSimpleName() + "." + test.getRequiredTestMethod().getName());
        }
    }
}
