package cloud.bleu.cli.option;

import cloud.bleu.cli.terminal.BadInputException;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Context;
import io.fabric8.kubernetes.api.model.ExecConfig;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import io.fabric8.kubernetes.client.utils.Utils;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that say which cluster is meant, found and read together as kubectl does. Cluster,
 * namespace and credential are those of the context, whatever the variables of the client say, such
 * as KUBERNETES_MASTER; these count for what no context has, such as proxies. The client itself
 * takes the current context where it does not know the one that is asked for: here that is an
 * error, because a verb would write into another cluster than the one that is named.
 */
public final class Kubeconfig {
  private static final String TRY = Config.KUBERNETES_AUTH_TRYKUBECONFIG_SYSTEM_PROPERTY;

  private final List<KubeconfigFile> files;

  private Kubeconfig(List<KubeconfigFile> files) {
    this.files = files;
  }

  /**
   * The stated file; else those of the variable KUBECONFIG, or ~/.kube/config where it is not set,
   * that are there and not empty. None of these where the client is told not to try them.
   *
   * @param stated null: none
   * @return empty where no file is stated and none is there
   * @throws BadInputException where a file cannot be read, or is a pipe that is not inherited
   */
  public static Optional<Kubeconfig> of(@Nullable Path stated) {
    if (stated != null) {
      return Optional.of(new Kubeconfig(List.of(new KubeconfigFile(stated))));
    }
    if (!isTried()) {
      return Optional.empty();
    }
    List<KubeconfigFile> found =
        named().stream()
            .filter(KubeconfigFile::isThere)
            .filter(file -> !file.text().isBlank())
            .toList();
    return found.isEmpty() ? Optional.empty() : Optional.of(new Kubeconfig(found));
  }

  /**
   * Refuses files that can be read only once, for who runs on and reads them again later.
   *
   * @param stated null: those of the variable KUBECONFIG count
   * @throws BadInputException naming one of them
   */
  public static void requireReadableAgain(@Nullable Path stated) {
    List<KubeconfigFile> files = stated == null ? named() : List.of(new KubeconfigFile(stated));
    files.forEach(KubeconfigFile::requireReadableAgain);
  }

  private static boolean isTried() {
    return Utils.getSystemPropertyOrEnvVar(TRY, true);
  }

  private static List<KubeconfigFile> named() {
    return Config.getKubeconfigFilenames().stream()
        .filter(n -> !n.isEmpty())
        .map(n -> new KubeconfigFile(Path.of(n)))
        .toList();
  }

  /** What is added to the text that there is no kubeconfig; empty where none is named. */
  public static String whyAbsent() {
    if (!isTried()) {
      return ": " + TRY + " is false";
    }
    boolean empty = named().stream().anyMatch(KubeconfigFile::isThere);
    if (!Utils.isNullOrEmpty(Utils.getSystemPropertyOrEnvVar(Config.KUBERNETES_KUBECONFIG_FILE))) {
      return ": KUBECONFIG names "
          + joined(named())
          + (empty ? ", which is empty" : ", which is not there");
    }
    return empty ? ": " + joined(named()) + " is empty" : "";
  }

  /**
   * How the cluster of a context is reached.
   *
   * @param context by name; null: the current one
   * @throws BadInputException where a file cannot be read, or where they name no cluster for it
   */
  public Config config(@Nullable String context) {
    List<io.fabric8.kubernetes.api.model.Config> contents =
        files.stream().map(KubeconfigFile::content).toList();
    String name = context != null ? context : current(contents);
    Context chosen = context(name, contents);
    requireServer(name, chosen.getCluster(), contents);
    AuthInfo user = user(name, chosen.getUser(), contents);
    Config config = new ContextConfig(() -> config(name));
    // First, so that what the context says counts more.
    Config.configFromSysPropsOrEnvVars(config);
    forgetCredential(config);
    KubeConfigUtils.merge(
        config, name, contents.toArray(io.fabric8.kubernetes.api.model.Config[]::new));
    if (user != null) {
      requireCredential(chosen.getUser(), user.getExec(), config);
    }
    return config;
  }

  /** That of a variable would go to the server of a context that has none of its kind. */
  private static void forgetCredential(Config config) {
    config.setOauthToken(null);
    config.setAutoOAuthToken(null);
    config.setUsername(null);
    config.setPassword(null);
    config.setClientCertFile(null);
    config.setClientCertData(null);
    config.setClientKeyFile(null);
    config.setClientKeyData(null);
  }

  private String current(List<io.fabric8.kubernetes.api.model.Config> contents) {
    return contents.stream()
        .map(io.fabric8.kubernetes.api.model.Config::getCurrentContext)
        .filter(c -> !Utils.isNullOrEmpty(c))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    joined(files)
                        + ": has no current-context; give --context NAME, as `kubectl"
                        + " config get-contexts` lists them"));
  }

  private Context context(String name, List<io.fabric8.kubernetes.api.model.Config> contents) {
    return contents.stream()
        .flatMap(c -> lastFirst(c.getContexts()))
        .filter(c -> name.equals(c.getName()) && c.getContext() != null)
        .findFirst()
        .map(NamedContext::getContext)
        .orElseThrow(
            () ->
                new BadInputException(
                    "no context "
                        + name
                        + " in "
                        + joined(files)
                        + "; see `kubectl config get-contexts`"));
  }

  /** Without it the client asks the cluster of the pod, with the credential of the context. */
  private void requireServer(
      String context,
      @Nullable String cluster,
      List<io.fabric8.kubernetes.api.model.Config> contents) {
    List<NamedCluster> found =
        contents.stream()
            .flatMap(c -> lastFirst(c.getClusters()))
            .filter(c -> Objects.equals(cluster, c.getName()))
            .toList();
    if (found.isEmpty()) {
      throw named(context, "cluster " + cluster + ", which is not in it");
    }
    if (found.stream()
        .filter(c -> c.getCluster() != null)
        .findFirst()
        .map(c -> c.getCluster().getServer())
        .filter(s -> !s.isBlank())
        .isEmpty()) {
      throw named(context, "cluster " + cluster + ", which has no server in it");
    }
  }

  private @Nullable AuthInfo user(
      String context,
      @Nullable String user,
      List<io.fabric8.kubernetes.api.model.Config> contents) {
    if (Utils.isNullOrEmpty(user)) {
      return null;
    }
    AuthInfo found =
        contents.stream()
            .flatMap(c -> lastFirst(c.getUsers()))
            .filter(u -> Objects.equals(user, u.getName()) && u.getUser() != null)
            .findFirst()
            .map(NamedAuthInfo::getUser)
            .orElseThrow(() -> named(context, "user " + user + ", which is not in it"));
    if (found.getExec() != null && Utils.isNullOrEmpty(found.getExec().getCommand())) {
      throw new BadInputException(
          joined(files)
              + ": the credential plugin of user "
              + user
              + " has no command; see `kubectl config view`");
    }
    return found;
  }

  private BadInputException named(String context, String what) {
    return new BadInputException(
        joined(files)
            + ": context "
            + context
            + " names the "
            + what
            + "; see `kubectl config view`");
  }

  /** As the client takes them: of one name in one file the last, of several files the first. */
  private static <T> Stream<T> lastFirst(List<T> list) {
    List<T> reversed = new ArrayList<>(list);
    Collections.reverse(reversed);
    return reversed.stream();
  }

  /** The client goes on without a credential where a plugin gives none, and is answered 401. */
  private static void requireCredential(String user, @Nullable ExecConfig plugin, Config config) {
    if (plugin != null
        && Stream.of(
                config.getAutoOAuthToken(),
                config.getClientCertData(),
                config.getClientCertFile(),
                config.getUsername())
            .allMatch(Objects::isNull)) {
      throw new BadInputException(
          "the credential plugin "
              + plugin.getCommand()
              + " of user "
              + user
              + " gave no credential of "
              + plugin.getApiVersion()
              + "; run it by hand to see why, or log in again");
    }
  }

  private static String joined(List<KubeconfigFile> files) {
    return files.stream().map(KubeconfigFile::toString).collect(Collectors.joining(", "));
  }
}
