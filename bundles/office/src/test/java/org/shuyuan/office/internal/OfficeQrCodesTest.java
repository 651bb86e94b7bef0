package org.shuyuan.office.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OfficeQrCodesTest {

    private final OfficeQrCodes codes = new OfficeQrCodes();

    @Test
    void aCameraReadsWhatWasWritten() throws Exception {
        String text = "otpauth://totp/县支行:1021?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=县支行";
        assertThat(read(codes.svg(text))).isEqualTo(text);
        assertThat(codes.svg(text)).doesNotContain("style").doesNotContain("script");
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> codes.svg("x".repeat(1001))).isInstanceOf(IllegalArgumentException.class);
    }

    /** Draws the image, eight dots a square, and lets ZXing look at it. */
    private static String read(String svg) throws Exception {
        Matcher box = Pattern.compile("viewBox=\"0 0 (\\d+) ").matcher(svg);
        assertThat(box.find()).isTrue();
        int side = Integer.parseInt(box.group(1)) * 8;
        int[] dots = new int[side * side];
        Arrays.fill(dots, 0xffffff);
        Matcher square = Pattern.compile("M(\\d+) (\\d+)h1").matcher(svg);
        while (square.find()) {
            for (int y = 0; y < 8; y++) {
                for (int x = 0; x < 8; x++) {
                    dots[(Integer.parseInt(square.group(2)) * 8 + y) * side + Integer.parseInt(square.group(1)) * 8 + x] = 0;
                }
            }
        }
        return new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(side, side, dots))),
                Map.of(DecodeHintType.PURE_BARCODE, true)).getText();
    }
}
