package org.shuyuan.api.office;

import org.osgi.annotation.versioning.ProviderType;

/** Texts to be read by a telephone's camera. Thread-safe. */
@ProviderType
public interface QrCodes {

    /**
     * A QR code as an image that any size suits.
     *
     * @param text at most 1,000 characters
     * @return SVG without style or script, with a quiet zone, black on white
     * @throws IllegalArgumentException for a longer text
     */
    String svg(String text);
}
