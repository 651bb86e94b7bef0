package org.shuyuan.office.internal;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.shuyuan.api.office.QrCodes;

/** {@link QrCodes} by ZXing. */
@Component(service = QrCodes.class)
public final class OfficeQrCodes implements QrCodes {

    private static final int LONGEST = 1000;
    /** What the standard asks to be left white around it. */
    private static final int QUIET = 4;

    @Override
    public String svg(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("Too long for a QR code: " + text.length());
        }
        ByteMatrix matrix;
        try {
            matrix = Encoder.encode(text, ErrorCorrectionLevel.M, Map.of(com.google.zxing.EncodeHintType.CHARACTER_SET, "UTF-8")).getMatrix();
        } catch (WriterException tooLong) {
            throw new IllegalArgumentException("Too long for a QR code", tooLong);
        }
        int side = matrix.getWidth() + 2 * QUIET;
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < matrix.getHeight(); y++) {
            for (int x = 0; x < matrix.getWidth(); x++) {
                if (matrix.get(x, y) == 1) {
                    path.append('M').append(x + QUIET).append(' ').append(y + QUIET).append("h1v1h-1z");
                }
            }
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + " " + side + "\" shape-rendering=\"crispEdges\"><rect width=\"" + side + "\" height=\""
                + side + "\" fill=\"#fff\"/><path fill=\"#000\" d=\"" + path + "\"/></svg>";
    }
}
