package cloud.bleu.cli.option;

import cloud.bleu.cli.terminal.BadInputException;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** A file that says how clusters are reached. It is read again whenever a credential ends. */
record KubeconfigFile(Path path) {

  /** Empty for everybody: who names it means none. */
  private static final Path NOTHING = Path.of("/dev/null");

  /**
   * Whether there is such a file. What is there and no file is never taken for absent: another
   * cluster would be asked than the one that is meant.
   *
   * @throws BadInputException where it cannot be looked at, or is no regular file
   */
  boolean isThere() {
    try {
      requireRegular();
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw unreadable();
    }
    return !path.equals(NOTHING);
  }

  private void requireRegular() throws IOException {
    if (path.equals(NOTHING)) {
      return;
    }
    BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
    if (found.isDirectory()) {
      throw new BadInputException(path + ": is a directory; give a file in it");
    }
    if (!found.isRegularFile()) {
      throw new BadInputException(
          path
              + ": can be read only once, as a pipe can, and a kubeconfig is read again when a"
              + " credential ends; write it to a file, and give that");
    }
  }

  /**
   * What it says, as it is written.
   *
   * @throws BadInputException where it cannot be read, or is no regular file
   */
  String text() {
    try {
      requireRegular();
      return Files.readString(path);
    } catch (CharacterCodingException e) {
      throw new BadInputException(path + ": is not in UTF-8; save it in that encoding");
    } catch (IOException e) {
      throw unreadable();
    }
  }

  private BadInputException unreadable() {
    return new BadInputException(path + ": cannot be read; check the path and its permissions");
  }

  /**
   * What it says; no list in it is null. The client knows the paths in it as beside the file.
   *
   * @throws BadInputException where it is not there, or is no kubeconfig
   */
  Config content() {
    if (text().isBlank()) {
      throw new BadInputException(path + ": is empty; give a kubeconfig");
    }
    Config content;
    try {
      content = KubeConfigUtils.parseConfig(path.toFile());
    } catch (RuntimeException e) {
      throw unusable(e);
    }
    content.setContexts(Objects.requireNonNullElse(content.getContexts(), List.of()));
    content.setClusters(Objects.requireNonNullElse(content.getClusters(), List.of()));
    content.setUsers(Objects.requireNonNullElse(content.getUsers(), List.of()));
    return content;
  }

  private BadInputException unusable(RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof MarkedYamlEngineException yaml) {
        return new BadInputException(
            path
                + ": is not a kubeconfig: "
                + yaml.getProblemMark().map(m -> "line " + (m.getLine() + 1) + ": ").orElse("")
                + yaml.getProblem()
                + "; correct it, or give another one");
      }
    }
    return new BadInputException(
        path + ": is not a kubeconfig, as `kubectl config view` prints one; give another one");
  }

  /** Its path, as messages have it. */
  @Override
  public String toString() {
    return path.toString();
  }
}
