package cloud.bleu.cli.option;

import cloud.bleu.cli.terminal.BadInputException;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.kubernetes.client.utils.Utils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * The files that say which cluster is meant, found and read together as kubectl does. The client
 * itself takes the current context where it does not know the one that is asked for: here that is
 * an error, because a verb would write into another cluster than the one that is named.
 */
public final class Kubeconfig {
  private final List<Path> files;
  private final boolean stated;

  private Kubeconfig(List<Path> files, boolean stated) {
    this.files = files;
    this.stated = stated;
  }

  /**
   * The stated file; else what is there of the files of the variable KUBECONFIG, or of
   * ~/.kube/config where it is not set.
   *
   * @param stated null: none
   * @return empty where no file is stated and none is there
   */
  public static Optional<Kubeconfig> of(@Nullable Path stated) {
    if (stated != null) {
      return Optional.of(new Kubeconfig(List.of(stated), true));
    }
    List<Path> found = named().stream().filter(Files::isRegularFile).toList();
    return found.isEmpty() ? Optional.empty() : Optional.of(new Kubeconfig(found, false));
  }

  private static List<Path> named() {
    return Config.getKubeconfigFilenames().stream()
        .filter(n -> !n.isEmpty())
        .map(Path::of)
        .toList();
  }

  /** What is added to the text that there is no kubeconfig; empty where none is named. */
  public static String whyAbsent() {
    String variable = Utils.getSystemPropertyOrEnvVar(Config.KUBERNETES_KUBECONFIG_FILE);
    return Utils.isNullOrEmpty(variable)
        ? ""
        : ": KUBECONFIG names " + joined(named()) + ", which is not there";
  }

  /**
   * How the cluster of a context is reached.
   *
   * @param context by name; null: the current one
   * @throws BadInputException where a file cannot be read, or where they name no cluster for it
   */
  public Config config(@Nullable String context) {
    List<NamedContext> contexts = new ArrayList<>();
    List<NamedCluster> clusters = new ArrayList<>();
    List<NamedAuthInfo> users = new ArrayList<>();
    List<String> current = new ArrayList<>();
    for (Path file : files) {
      io.fabric8.kubernetes.api.model.Config content = parsed(file, text(file));
      contexts.addAll(Objects.requireNonNullElse(content.getContexts(), List.of()));
      clusters.addAll(Objects.requireNonNullElse(content.getClusters(), List.of()));
      users.addAll(Objects.requireNonNullElse(content.getUsers(), List.of()));
      current.add(Objects.requireNonNullElse(content.getCurrentContext(), ""));
    }
    String name =
        context != null
            ? context
            : current.stream()
                .filter(c -> !c.isEmpty())
                .findFirst()
                .orElseThrow(
                    () ->
                        new BadInputException(
                            joined(files)
                                + ": has no current-context; give --context NAME, as `kubectl"
                                + " config get-contexts` lists them"));
    NamedContext chosen = withCluster(name, contexts, clusters);
    Config config =
        stated
            ? Config.fromKubeconfig(context, text(files.get(0)), files.get(0).toString())
            : Config.autoConfigure(context);
    requireCredential(chosen.getContext().getUser(), users, config);
    return config;
  }

  /** The client goes on without a credential where a plugin gives none, and is answered 401. */
  private static void requireCredential(
      @Nullable String user, List<NamedAuthInfo> users, Config config) {
    if (config.getAutoOAuthToken() != null || config.getClientCertData() != null) {
      return;
    }
    users.stream()
        .filter(u -> Objects.equals(user, u.getName()) && u.getUser() != null)
        .findFirst()
        .map(u -> u.getUser().getExec())
        .ifPresent(
            plugin -> {
              throw new BadInputException(
                  "the credential plugin "
                      + plugin.getCommand()
                      + " of user "
                      + user
                      + " gave no credential of "
                      + plugin.getApiVersion()
                      + "; run it by hand to see why, or log in again");
            });
  }

  private NamedContext withCluster(
      String name, List<NamedContext> contexts, List<NamedCluster> clusters) {
    NamedContext chosen =
        contexts.stream()
            .filter(c -> name.equals(c.getName()) && c.getContext() != null)
            .findFirst()
            .orElseThrow(
                () ->
                    new BadInputException(
                        "no context "
                            + name
                            + " in "
                            + joined(files)
                            + "; see `kubectl config get-contexts`"));
    String cluster = chosen.getContext().getCluster();
    if (clusters.stream().noneMatch(c -> Objects.equals(cluster, c.getName()))) {
      throw new BadInputException(
          joined(files)
              + ": context "
              + name
              + " names the cluster "
              + cluster
              + ", which is not in it; see `kubectl config view`");
    }
    return chosen;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read; check the path and its permissions");
    }
  }

  private static io.fabric8.kubernetes.api.model.Config parsed(Path file, String text) {
    if (text.isBlank()) {
      throw new BadInputException(file + ": is empty; give a kubeconfig");
    }
    io.fabric8.kubernetes.api.model.Config content;
    try {
      content = Serialization.unmarshal(text, io.fabric8.kubernetes.api.model.Config.class);
    } catch (MarkedYamlEngineException e) {
      throw new BadInputException(
          file
              + ": is not a kubeconfig: "
              + e.getProblemMark().map(m -> "line " + (m.getLine() + 1) + ": ").orElse("")
              + e.getProblem()
              + "; correct it, or give another one");
    } catch (RuntimeException e) {
      throw unusable(file);
    }
    if (content == null) {
      throw unusable(file);
    }
    return content;
  }

  private static BadInputException unusable(Path file) {
    return new BadInputException(
        file + ": is not a kubeconfig, as `kubectl config view` prints one; give another one");
  }

  private static String joined(List<Path> files) {
    return files.stream().map(Path::toString).collect(Collectors.joining(", "));
  }
}
