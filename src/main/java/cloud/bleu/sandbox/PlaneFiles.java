package cloud.bleu.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The temporary directory of control planes: keys, kubeconfigs, logs and etcd's data. Readable by
 * its owner only.
 */
record PlaneFiles(Path directory) {
  static PlaneFiles create() {
    try {
      return new PlaneFiles(Files.createTempDirectory("bleu-control-plane-"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a directory for the control plane", e);
    }
  }

  /** A new directory in this one, which goes with it. */
  PlaneFiles within(String name) {
    try {
      return new PlaneFiles(Files.createDirectory(directory.resolve(name)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a directory for the control plane", e);
    }
  }

  Path write(String name, String text) {
    Path file = directory.resolve(name);
    try {
      if (!Files.exists(file)) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  Path path(String name) {
    return directory.resolve(name);
  }
}
