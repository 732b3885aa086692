package cloud.bleu.operator.access;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The text of a kubeconfig that may be used: whoever may write the Secret must not make the
 * operator run a program, read a file of its own, trust anybody or go through a proxy. What the
 * current context does not use is not looked at.
 */
final class MemberKubeconfig {

  private MemberKubeconfig() {}

  /** What keeps it from being used, in words that end with what to do; empty: nothing. */
  static List<String> problems(String text) {
    Config config = parsed(text);
    if (config == null) {
      return List.of("it is no kubeconfig: write the whole file into the Secret");
    }
    if (config.getCurrentContext() == null) {
      return List.of("it has no current-context: state one");
    }
    if (isTwice(all(config.getContexts()), NamedContext::getName)
        || isTwice(all(config.getClusters()), NamedCluster::getName)
        || isTwice(all(config.getUsers()), NamedAuthInfo::getName)) {
      return List.of("two of its contexts, clusters or users have one name: keep one of each");
    }
    NamedContext context =
        all(config.getContexts()).stream()
            .filter(c -> config.getCurrentContext().equals(c.getName()))
            .findFirst()
            .orElse(null);
    if (context == null || context.getContext() == null) {
      return List.of("there is no context of the name of current-context: add it");
    }
    Cluster cluster =
        all(config.getClusters()).stream()
            .filter(c -> Objects.equals(context.getContext().getCluster(), c.getName()))
            .map(NamedCluster::getCluster)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    AuthInfo user =
        all(config.getUsers()).stream()
            .filter(u -> Objects.equals(context.getContext().getUser(), u.getName()))
            .map(NamedAuthInfo::getUser)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    List<String> problems = new ArrayList<>();
    if (cluster == null) {
      problems.add("the cluster of its current context is missing: add it");
    } else {
      of(cluster, problems);
    }
    if (user == null) {
      problems.add("the user of its current context is missing: add it");
    } else {
      of(user, problems);
    }
    return problems;
  }

  /** Whether a text is a kubeconfig, be it one that may not be used. */
  static boolean isOne(String text) {
    return parsed(text) != null;
  }

  /** Any other object reads as a kubeconfig without anything; null: it is none. */
  private static @Nullable Config parsed(String text) {
    try {
      Config config = KubeConfigUtils.parseConfigFromString(text);
      return config == null
              || (!"Config".equals(config.getKind())
                  && config.getCurrentContext() == null
                  && all(config.getContexts()).isEmpty()
                  && all(config.getClusters()).isEmpty()
                  && all(config.getUsers()).isEmpty())
          ? null
          : config;
    } catch (RuntimeException e) {
      return null;
    }
  }

  /** What keeps the way to a server from being used; empty: nothing. */
  static List<String> problems(Cluster cluster) {
    List<String> problems = new ArrayList<>();
    of(cluster, problems);
    return problems;
  }

  private static void of(Cluster cluster, List<String> problems) {
    if (blank(cluster.getServer())) {
      problems.add("it names no server: state the URL of the API server");
    } else if (!isHttps(cluster.getServer())) {
      problems.add("its server is no https URL: credentials are sent over TLS only");
    }
    if (Boolean.TRUE.equals(cluster.getInsecureSkipTlsVerify())) {
      problems.add("insecure-skip-tls-verify is refused: state certificate-authority-data instead");
    }
    if (!blank(cluster.getCertificateAuthority())) {
      problems.add(
          "certificate-authority names a file: write its content into"
              + " certificate-authority-data");
    }
    if (!blank(cluster.getProxyUrl())) {
      problems.add("proxy-url is refused: let the operator reach the server directly");
    }
  }

  private static void of(AuthInfo user, List<String> problems) {
    if (user.getExec() != null) {
      problems.add("exec runs a program and is refused: use a token or a client certificate");
    }
    if (user.getAuthProvider() != null) {
      problems.add("auth-provider is refused: use a token or a client certificate");
    }
    if (!blank(user.getTokenFile())) {
      problems.add("tokenFile names a file: write the token into token");
    }
    if (!blank(user.getClientCertificate()) || !blank(user.getClientKey())) {
      problems.add(
          "client-certificate or client-key names a file: write their content into"
              + " client-certificate-data and client-key-data");
    }
    if (user.getToken() != null && !user.getToken().chars().allMatch(c -> c > ' ' && c < 127)) {
      problems.add(
          "token has a line break or a space: write it on one line, with nothing around it");
    }
    if (!blank(user.getAs())) {
      problems.add("as is refused: give the user itself the rights");
    }
    boolean certificate =
        !blank(user.getClientCertificateData()) && !blank(user.getClientKeyData());
    if (blank(user.getToken()) && !certificate && problems.isEmpty()) {
      problems.add(
          "its user has no credentials: add a token, or client-certificate-data with"
              + " client-key-data");
    }
  }

  private static <T> boolean isTwice(List<T> named, Function<T, @Nullable String> name) {
    return named.stream().map(name).distinct().count() < named.size();
  }

  private static boolean isHttps(String server) {
    try {
      URI uri = new URI(server);
      return "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean blank(@Nullable String text) {
    return text == null || text.isBlank();
  }

  private static <T> List<T> all(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
