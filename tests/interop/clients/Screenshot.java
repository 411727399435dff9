// SPDX-License-Identifier: Apache-2.0
// java Screenshot.java XWD PNG   makes a PNG of an X screen as Xvfb -fbdir keeps it: an XWD file of version 7, 32 bits a
// pixel, least significant byte first.

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

class Screenshot {
    // Fields of the header, all of four bytes, most significant first.
    private static final int HEADER_SIZE = 0;
    private static final int VERSION = 1;
    private static final int WIDTH = 4;
    private static final int HEIGHT = 5;
    private static final int BITS_PER_PIXEL = 11;
    private static final int BYTES_PER_LINE = 12;
    private static final int COLOURS = 19;
    private static final int COLOUR_SIZE = 12;

    public static void main(String[] arguments) throws IOException {
        var xwd = ByteBuffer.wrap(Files.readAllBytes(Path.of(arguments[0])));
        if (field(xwd, VERSION) != 7 || field(xwd, BITS_PER_PIXEL) != 32) {
            throw new IOException("not a screen of Xvfb with 24 planes");
        }
        int pixels = field(xwd, HEADER_SIZE) + COLOUR_SIZE * field(xwd, COLOURS);
        int width = field(xwd, WIDTH);
        int height = field(xwd, HEIGHT);
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        xwd.order(ByteOrder.LITTLE_ENDIAN);
        for (int y = 0; y < height; ++y) {
            int line = pixels + y * bytesPerLine(xwd);
            for (int x = 0; x < width; ++x) {
                image.setRGB(x, y, xwd.getInt(line + 4 * x));
            }
        }
        if (!ImageIO.write(image, "png", Path.of(arguments[1]).toFile())) {
            throw new IOException("no PNG");
        }
    }

    private static int field(ByteBuffer xwd, int index) {
        return xwd.order(ByteOrder.BIG_ENDIAN).getInt(4 * index);
    }

    private static int bytesPerLine(ByteBuffer xwd) {
        int bytes = field(xwd, BYTES_PER_LINE);
        xwd.order(ByteOrder.LITTLE_ENDIAN);
        return bytes;
    }
}
