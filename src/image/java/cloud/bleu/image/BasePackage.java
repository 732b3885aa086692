package cloud.bleu.image;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A package of Debian that the image was made with.
 *
 * @param version with its epoch, as dpkg says it
 * @param path below a mirror
 * @param sha256 of the package, in hexadecimal digits
 * @param inImage whether files of it are in the image; if not, it made others
 * @param licence an SPDX expression
 */
record BasePackage(
    String name,
    String version,
    String architecture,
    String path,
    String sha256,
    boolean inImage,
    String licence) {

  /** Reads one package a line, its fields separated by tabulators. */
  static List<BasePackage> read(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(line -> line.split("\t"))
        .map(f -> new BasePackage(f[0], f[1], f[2], f[3], f[4], f[5].equals("image"), f[6]))
        .toList();
  }

  /** The package by its package URL. */
  String purl() {
    return "pkg:deb/debian/"
        + encoded(name)
        + "@"
        + encoded(version)
        + "?arch="
        + architecture
        + "&distro=debian-12";
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%7E", "~");
  }
}
