package cloud.bleu.layers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * An archive of classes (CDS) for the JVMs that tests start: they are read and verified once in a
 * run, which is a quarter of the processor time of a short life. The first test JVM that asks makes
 * it while the others wait; when a class has changed it is made anew. Its classes are those that
 * the image archives, so that nothing has to run to find them. An archive knows of jars only, so
 * the directories of the class path become jars beside it.
 */
final class ClassArchive {
  private static final Path HOME = Path.of("target", "child-jvm").toAbsolutePath();
  private static final Path CLASSES = Path.of("src", "image", "classes").toAbsolutePath();

  private static final class Once {
    static final ClassArchive OF_THIS_JVM =
        new ClassArchive(
            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .map(Path::toAbsolutePath)
                .toList());
  }

  private final List<Path> classPath;
  private final List<Path> directories;
  private final Path folder;

  private ClassArchive(List<Path> classPath) {
    this.classPath = classPath;
    this.directories = classPath.stream().filter(Files::isDirectory).toList();
    try {
      this.folder = Files.createDirectories(HOME).resolve(fingerprint());
      try (FileChannel lock =
          FileChannel.open(
              HOME.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        lock.lock();
        if (!Files.exists(file())) {
          make();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Options of a JVM with the classes of this one. It starts without the archive, too: slower. */
  static List<String> options() {
    List<String> options =
        new ArrayList<>(
            List.of("-Xshare:auto", "-XX:SharedArchiveFile=" + Once.OF_THIS_JVM.file()));
    options.addAll(Once.OF_THIS_JVM.classes());
    return options;
  }

  /** The options of the class path alone, of which each entry is a jar. */
  static List<String> classPath() {
    return Once.OF_THIS_JVM.classes();
  }

  private Path file() {
    return folder.resolve("classes.jsa");
  }

  /** The class path, and no word of the JVM about it: tests read what a program prints. */
  private List<String> classes() {
    List<String> entries =
        classPath.stream()
            .map(path -> directories.contains(path) ? jar(path) : path)
            .map(Path::toString)
            .toList();
    return List.of("-Xlog:disable", "-cp", String.join(File.pathSeparator, entries));
  }

  private Path jar(Path directory) {
    return folder.resolve("classes-" + directories.indexOf(directory) + ".jar");
  }

  private String fingerprint() throws IOException {
    int hash = Objects.hash(classPath, Runtime.version());
    for (Path directory : directories) {
      for (Path file : files(directory)) {
        hash =
            Objects.hash(hash, file, Files.getLastModifiedTime(file).toMillis(), Files.size(file));
      }
    }
    return "%08x".formatted(hash);
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private void make() throws IOException {
    try (Stream<Path> earlier = Files.walk(HOME)) {
      for (Path path : earlier.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(HOME) && !path.equals(HOME.resolve("lock"))) {
          Files.delete(path);
        }
      }
    }
    Files.createDirectories(folder);
    for (Path directory : directories) {
      pack(directory, jar(directory));
    }
    dump();
  }

  private static void pack(Path directory, Path jar) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.setLevel(Deflater.NO_COMPRESSION);
      for (Path file : files(directory)) {
        String name = directory.relativize(file).toString().replace(File.separatorChar, '/');
        out.putNextEntry(new ZipEntry(name));
        Files.copy(file, out);
      }
    }
  }

  private void dump() throws IOException {
    Path fresh = folder.resolve("fresh.jsa");
    List<String> command = new ArrayList<>(List.of(ChildJvm.java()));
    command.addAll(ChildJvm.SHORT_LIVED);
    command.addAll(List.of("-Xshare:dump", "-XX:SharedClassListFile=" + CLASSES));
    command.add("-XX:SharedArchiveFile=" + fresh);
    command.addAll(classes());
    Process run =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!run.waitFor(4, TimeUnit.MINUTES)) {
        run.destroyForcibly();
      } else if (run.exitValue() == 0 && Files.exists(fresh)) {
        // Renamed as a whole: nobody maps half of one.
        Files.move(fresh, file());
      }
    } catch (InterruptedException e) {
      run.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
