package cloud.bleu.cli.option;

import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.translate.finding.ShellWord;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * A file that says how clusters are reached. It is read again whenever a credential ends. What a
 * shell gives as {@code <(command)} can be read only once: what it says is kept as long as this
 * process, and no other credential is found there.
 */
record KubeconfigFile(Path path) {

  /** Where pipes are that the shell has opened. */
  private static final Pattern INHERITED =
      Pattern.compile("/dev/stdin|(/dev|/proc/self)/fd/[0-9]+");

  /** How Linux names one that never had a name; of one that had, it tells that. */
  private static final String ANONYMOUS = "pipe:[";

  private static final int KIND_OF_FILE = 0170000;
  private static final int PIPE = 0010000;

  /** By what a pipe is to the system: it can have several names. */
  private static final Map<Object, String> READ_ONCE = new HashMap<>();

  /** Empty for everybody: who names it means none. */
  private static final Path NOTHING = Path.of("/dev/null");

  /**
   * Whether there is such a file. What is there and no file is never taken for absent: another
   * cluster would be asked than the one that is meant.
   *
   * @throws BadInputException where it cannot be looked at, or is neither a regular file nor a pipe
   *     that this process was given
   */
  boolean isThere() {
    try {
      requireReadable();
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw unreadable();
    }
    return !path.equals(NOTHING);
  }

  private void requireReadable() throws IOException {
    if (path.equals(NOTHING) || isInheritedPipe()) {
      return;
    }
    BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
    if (found.isDirectory()) {
      throw new BadInputException(path + ": is a directory; give a file in it");
    }
    if (!found.isRegularFile()) {
      throw readOnlyOnce();
    }
  }

  private boolean isInheritedPipe() {
    try {
      return INHERITED.matcher(path.toString()).matches()
          && ((int) Files.getAttribute(path, "unix:mode") & KIND_OF_FILE) == PIPE
          && !hasName();
    } catch (IOException e) {
      // Whoever reads it says so.
      return false;
    }
  }

  /**
   * Whether it is found elsewhere, or was, as what {@code mkfifo} makes. Such a pipe may have
   * nobody who writes it; and to read a descriptor is to open it once more, which waits for another
   * one who does, though all that was written may be there.
   */
  private boolean hasName() throws IOException {
    Path to = path;
    try {
      while (INHERITED.matcher(to.toString()).matches()) {
        to = Files.readSymbolicLink(to);
      }
    } catch (NotLinkException e) {
      // Where descriptors are no links, no system says it.
      return false;
    }
    return !to.toString().startsWith(ANONYMOUS);
  }

  private BadInputException readOnlyOnce() {
    return new BadInputException(
        path
            + ": can be read only once, as a pipe can, and a kubeconfig is read again when a"
            + " credential ends; write it to a file, and give that");
  }

  /**
   * Refuses what cannot be read again, for who runs on. What is not there is not looked for here.
   *
   * @throws BadInputException where it is a pipe
   */
  void requireReadableAgain() {
    if (isInheritedPipe()) {
      throw readOnlyOnce();
    }
  }

  /** How a command names it that is typed later; a pipe of the shell is gone by then. */
  String typed() {
    return isInheritedPipe() ? "FILE" : ShellWord.of(path.toString());
  }

  /**
   * What it says, as it is written.
   *
   * @throws BadInputException where it cannot be read, or is neither a regular file nor a pipe that
   *     this process was given
   */
  String text() {
    try {
      requireReadable();
      return isInheritedPipe() ? readOnce() : Files.readString(path);
    } catch (CharacterCodingException e) {
      throw new BadInputException(path + ": is not in UTF-8; save it in that encoding");
    } catch (IOException e) {
      throw unreadable();
    }
  }

  private String readOnce() throws IOException {
    Object pipe = Files.getAttribute(path, "unix:fileKey");
    synchronized (READ_ONCE) {
      String said = READ_ONCE.get(pipe);
      if (said == null) {
        said = Files.readString(path);
        READ_ONCE.put(pipe, said);
      }
      return said;
    }
  }

  private BadInputException unreadable() {
    return new BadInputException(path + ": cannot be read; check the path and its permissions");
  }

  /**
   * What it says; no list in it is null. The client knows the paths in it as beside the file, and
   * those in a pipe as in the working directory.
   *
   * @throws BadInputException where it is not there, or is no kubeconfig
   */
  Config content() {
    String text = text();
    if (text.isBlank()) {
      throw new BadInputException(path + ": is empty; give a kubeconfig");
    }
    Config content;
    try {
      content =
          isInheritedPipe()
              ? KubeConfigUtils.parseConfigFromString(text)
              : KubeConfigUtils.parseConfig(path.toFile());
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
