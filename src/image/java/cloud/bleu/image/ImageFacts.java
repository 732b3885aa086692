package cloud.bleu.image;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What an image says of itself.
 *
 * @param tag that the chart asks for
 * @param version of the operator, as in its pom
 * @param revision the commit that it was built from
 * @param source where the sources are; empty where nobody said
 * @param builder who built it, as a URI
 * @param created the time of the commit
 */
record ImageFacts(
    String tag, String version, String revision, String source, String builder, Instant created) {

  static ImageFacts read(Path file) throws IOException {
    Properties all = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      all.load(in);
    }
    return new ImageFacts(
        all.getProperty("tag"),
        all.getProperty("version"),
        all.getProperty("revision"),
        all.getProperty("source"),
        all.getProperty("builder"),
        Instant.ofEpochSecond(Long.parseLong(all.getProperty("created"))));
  }

  /** The keys of the image specification of OCI. */
  Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    put(labels, "title", "bleu");
    put(labels, "description", "The Bleu placement operator");
    put(labels, "licenses", "Apache-2.0");
    put(labels, "version", version);
    put(labels, "revision", revision);
    put(labels, "source", source);
    put(labels, "created", created.toString());
    return labels;
  }

  private static void put(Map<String, String> labels, String key, String value) {
    if (!value.isEmpty()) {
      labels.put("org.opencontainers.image." + key, value);
    }
  }
}
