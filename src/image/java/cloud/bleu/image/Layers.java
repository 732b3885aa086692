package cloud.bleu.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** The image from directories that are its layers. */
final class Layers {

  /** What changes least comes first: a registry and a node keep layers that they have. */
  private static final List<String> NAMES = List.of("base", "jre", "libraries", "operator");

  /** Where the operator is, and where it starts: the archive of classes names jars from there. */
  private static final String HOME = "/app";

  /**
   * The first compiler and the serial collector: half the memory, half the time to start, and
   * passes of milliseconds all the same. No counters for {@code jstat}, for which Java wakes 20
   * times a second; so {@code jps}, and {@code jcmd} without a number, do not list the process. A
   * pool for asynchronous steps also on two processors, where Java has none.
   */
  private static final List<String> ENTRYPOINT =
      List.of(
          "/jre/bin/java",
          "-XX:SharedArchiveFile=/app/bleu.jsa",
          "-XX:MaxRAMPercentage=60",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-Xms16m",
          "-XX:MinHeapFreeRatio=10",
          "-XX:MaxHeapFreeRatio=30",
          "-XX:MaxNewSize=32m",
          "-XX:+ExitOnOutOfMemoryError",
          "-Dfile.encoding=UTF-8",
          "-Djava.util.concurrent.ForkJoinPool.common.parallelism=8",
          "-jar",
          "bleu.jar");

  private Layers() {}

  /**
   * Writes an archive with the layout of OCI.
   *
   * @param layers a directory with one directory for each layer, as it stands below the root
   * @param cache scratch space
   */
  static void write(Path layers, ImageFacts facts, Path archive, Path cache)
      throws IOException, InterruptedException, ExecutionException {
    try {
      JibContainerBuilder image =
          Jib.fromScratch()
              .setFormat(ImageFormat.OCI)
              .setPlatforms(Set.of(new Platform("amd64", "linux")))
              .setCreationTime(facts.created())
              .setUser("65532:65532")
              .setWorkingDirectory(AbsoluteUnixPath.get(HOME))
              // Sorted: a Map.of has another order in each process, and so had the image.
              .setEnvironment(new TreeMap<>(Map.of("PATH", "/jre/bin", "JAVA_HOME", "/jre")))
              .setEntrypoint(ENTRYPOINT)
              .setProgramArguments(List.of("run"))
              .setLabels(facts.labels());
      for (String name : NAMES) {
        image.addFileEntriesLayer(layer(name, layers.resolve(name)));
      }
      image.containerize(
          Containerizer.to(
                  TarImage.at(archive).named(ImageReference.of(null, "bleu", facts.tag())))
              .setOfflineMode(true)
              .setToolName("bleu")
              .setBaseImageLayersCache(cache)
              .setApplicationLayersCache(cache));
    } catch (RegistryException | CacheDirectoryCreationException e) {
      throw new IOException(e);
    }
  }

  /** All files of a directory, with a time that says nothing and the permissions that they have. */
  private static FileEntriesLayer layer(String name, Path directory) throws IOException {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(file -> !file.equals(directory)).sorted().toList()) {
        if (Files.isSymbolicLink(file)) {
          throw new IOException(file + " is a link, which a layer of jib cannot hold");
        }
        layer.addEntry(
            file,
            AbsoluteUnixPath.get("/" + directory.relativize(file)),
            permissions(file),
            Instant.ofEpochSecond(1));
      }
    }
    return layer.build();
  }

  private static FilePermissions permissions(Path file) throws IOException {
    return FilePermissions.fromPosixFilePermissions(Files.getPosixFilePermissions(file));
  }
}
