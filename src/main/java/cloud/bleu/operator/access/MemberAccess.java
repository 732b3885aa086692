package cloud.bleu.operator.access;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way to a cluster, or why there is none.
 *
 * @param source what it comes from
 * @param kubeconfig server, authority and credentials; null when there is no way
 * @param token asked for the token of each request, so that another one needs no other connection;
 *     null where the kubeconfig has all
 * @param reason why there is no way, UpperCamelCase and stable
 * @param problem of that, in words; null while that is not known yet
 */
public record MemberAccess(
    Source source,
    @Nullable String kubeconfig,
    @Nullable OAuthTokenProvider token,
    String reason,
    @Nullable String problem) {

  private static final String ONE = "one";

  /**
   * What ways come from.
   *
   * @param words that name it, as in {@code the kubeconfig in Secret a}
   * @param refusal reason where it cannot be used, UpperCamelCase and stable
   */
  public record Source(String words, String refusal) {}

  /** The way by a whole kubeconfig. */
  static MemberAccess by(Source source, String kubeconfig) {
    List<String> problems = MemberKubeconfig.problems(kubeconfig);
    return problems.isEmpty()
        ? new MemberAccess(source, kubeconfig, null, "", null)
        : refused(source, String.join("; ", problems));
  }

  /**
   * The way to a server with a credential; refused where a kubeconfig of the same would be.
   *
   * @param user what does not change without another connection, such as a certificate
   * @param token null: the user has all
   */
  public static MemberAccess by(
      Source source, Cluster cluster, AuthInfo user, @Nullable OAuthTokenProvider token) {
    List<String> problems = MemberKubeconfig.problems(cluster);
    if (!problems.isEmpty()) {
      return refused(source, String.join("; ", problems));
    }
    Config config =
        new ConfigBuilder()
            .withApiVersion("v1")
            .withKind("Config")
            .addNewCluster()
            .withName(ONE)
            .withCluster(cluster)
            .endCluster()
            .addNewUser()
            .withName(ONE)
            .withUser(user)
            .endUser()
            .addNewContext()
            .withName(ONE)
            .withNewContext()
            .withCluster(ONE)
            .withUser(ONE)
            .endContext()
            .endContext()
            .withCurrentContext(ONE)
            .build();
    return new MemberAccess(source, Serialization.asYaml(config), token, "", null);
  }

  /** There is no way, for a reason that somebody can fix. */
  public static MemberAccess none(Source source, String reason, String problem) {
    return new MemberAccess(source, null, null, reason, problem);
  }

  /** Whether there is a way is not known yet. */
  public static MemberAccess unknownYet(Source source) {
    return new MemberAccess(source, null, null, "NotAskedYet", null);
  }

  /** There is one, and it is not used. */
  public static MemberAccess refused(Source source, String problems) {
    return none(source, source.refusal(), source.words() + " is not used: " + problems);
  }

  /** There is one, and no client can be made of it. */
  public static MemberAccess unreadable(Source source) {
    return refused(
        source,
        "its certificates, its key or its token cannot be read; write each certificate and key as"
            + " base64 of its PEM text");
  }

  /** Whether both lead to one server by the same means; another token is no other way. */
  public boolean isSameWay(MemberAccess other) {
    return kubeconfig != null && kubeconfig.equals(other.kubeconfig) && token == other.token;
  }

  /** Without the kubeconfig: it holds credentials. */
  @Override
  public String toString() {
    return "MemberAccess[" + (kubeconfig == null ? reason + ": " + problem : "a way") + "]";
  }
}
