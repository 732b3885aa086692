package cloud.bleu.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The hospital of the examples, where what is known of floods is published: in the examples it is
 * an assumption, which their policy does not accept. So a rule on floods leaves some zones.
 */
public final class HospitalWithFloodMap {

  /** The directory with its files, once they are written. */
  public static final String DIRECTORY = "target/hospital-with-flood-map";

  private HospitalWithFloodMap() {}

  /** Writes its files. */
  public static void write() throws IOException {
    Path to = Files.createDirectories(Path.of(DIRECTORY));
    List<Path> files;
    try (var listed = Files.list(Path.of("examples/hospital"))) {
      files = listed.filter(f -> f.toString().endsWith(".yaml")).toList();
    }
    for (Path file : files) {
      Files.writeString(
          to.resolve(file.getFileName()),
          Files.readString(file)
              .replace(
                  "failureDomainsProvenance: {basis: Assumption",
                  "failureDomainsProvenance: {basis: Press"));
    }
  }
}
