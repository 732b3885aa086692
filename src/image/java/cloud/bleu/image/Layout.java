package cloud.bleu.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * An image as a directory by the image layout of OCI. A file {@code manifest.json} beside it names
 * the same blobs for programs that load what {@code docker save} writes.
 */
record Layout(Path directory) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Unpacks an archive with the layout of OCI, which holds one image. */
  static Layout unpack(Path archive, Path directory, String name) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(archive));
        TarArchiveInputStream entries = new TarArchiveInputStream(in)) {
      for (TarArchiveEntry entry = entries.getNextEntry();
          entry != null;
          entry = entries.getNextEntry()) {
        Path file = directory.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(entries, file);
        }
      }
    }
    Layout layout = new Layout(directory);
    layout.writeDockerManifest(name);
    return layout;
  }

  /** The digest of the manifest, by which a cluster names the image. */
  String digest() throws IOException {
    return JSON.readTree(directory.resolve("index.json").toFile())
        .at("/manifests/0/digest")
        .asText();
  }

  private void writeDockerManifest(String name) throws IOException {
    JsonNode manifest = JSON.readTree(directory.resolve(blob(digest())).toFile());
    ObjectNode docker = JSON.createObjectNode();
    docker.put("Config", blob(manifest.at("/config/digest").asText()));
    docker.putArray("RepoTags").add(name);
    manifest
        .get("layers")
        .forEach(layer -> docker.withArray("Layers").add(blob(layer.get("digest").asText())));
    JSON.writeValue(
        directory.resolve("manifest.json").toFile(), JSON.createArrayNode().add(docker));
  }

  private static String blob(String digest) {
    return "blobs/" + digest.replace(':', '/');
  }

  /** Writes the directory as an archive: sorted, of nobody, at a time that says nothing. */
  void pack(Path archive) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = new ArrayList<>(all.filter(file -> !file.equals(directory)).sorted().toList());
    }
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(archive));
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      for (Path file : files) {
        boolean folder = Files.isDirectory(file);
        TarArchiveEntry entry =
            new TarArchiveEntry(directory.relativize(file) + (folder ? "/" : ""));
        entry.setMode(folder ? 0755 : 0644);
        entry.setSize(folder ? 0 : Files.size(file));
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
        if (!folder) {
          Files.copy(file, tar);
        }
        tar.closeArchiveEntry();
      }
    }
  }
}
