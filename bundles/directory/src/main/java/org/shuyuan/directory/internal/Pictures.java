package org.shuyuan.directory.internal;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import org.shuyuan.api.problem.Problem;

/** Photos drawn anew: what comes out holds the picture and nothing else that was in the file (place, time, camera, hidden content). */
final class Pictures {

    static final long BYTES = 8L << 20;
    private static final int LONGEST = 12_000;
    private static final long PIXELS = 50_000_000;
    private static final int LARGE = 320;
    private static final int SMALL = 96;
    private static final float QUALITY = 0.85f;

    /** Both are JPEG. */
    record Squares(byte[] large, byte[] small) {}

    private Pictures() {}

    /** The middle square of a JPEG or PNG, by its content and not its name. @throws Problem 415 {@code directory.not-a-photo}, 413 {@code directory.photo-too-large} */
    static Squares squares(byte[] file) {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
            Iterator<ImageReader> readers = jpegOrPng(file) && in != null ? ImageIO.getImageReaders(in) : List.<ImageReader>of().iterator();
            if (!readers.hasNext()) {
                throw new Problem(415, "directory.not-a-photo");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                BufferedImage read = read(reader);
                return new Squares(jpeg(read, LARGE), jpeg(read, SMALL));
            } finally {
                reader.dispose();
            }
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException damaged) {
            throw new Problem(415, "directory.not-a-photo");
        }
    }

    private static boolean jpegOrPng(byte[] file) {
        return file.length > 8 && ((file[0] & 0xFF) == 0xFF && (file[1] & 0xFF) == 0xD8 && (file[2] & 0xFF) == 0xFF
                || (file[0] & 0xFF) == 0x89 && file[1] == 'P' && file[2] == 'N' && file[3] == 'G');
    }

    /** Its size is known before a pixel is: a small file can claim to hold a huge picture. */
    private static BufferedImage read(ImageReader reader) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if (width > LONGEST || height > LONGEST || (long) width * height > PIXELS) {
            throw new Problem(413, "directory.photo-too-large");
        }
        ImageReadParam param = reader.getDefaultReadParam();
        int step = Math.max(1, Math.min(width, height) / (2 * LARGE));
        param.setSourceSubsampling(step, step, 0, 0);
        return reader.read(0, param);
    }

    private static byte[] jpeg(BufferedImage picture, int side) throws IOException {
        int square = Math.min(picture.getWidth(), picture.getHeight());
        int x = (picture.getWidth() - square) / 2;
        // faces are rather above the middle of upright pictures
        int y = (picture.getHeight() - square) / 3;
        BufferedImage drawn = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = drawn.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, side, side);
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        pen.drawImage(picture, 0, 0, side, side, x, y, x + square, y + square, null);
        pen.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream target = ImageIO.createImageOutputStream(out)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(QUALITY);
            writer.setOutput(target);
            writer.write(null, new IIOImage(drawn, null, null), param);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }
}
