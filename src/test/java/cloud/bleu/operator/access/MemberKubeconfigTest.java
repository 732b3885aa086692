package cloud.bleu.operator.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a kubeconfig from a Secret may say. */
class MemberKubeconfigTest {

  private static final String CLUSTER =
      "server: https://10.0.0.1:6443, certificate-authority-data: YQ==";
  private static final String USER = "token: t";

  private static String kubeconfig(String cluster, String user) {
    return """
        apiVersion: v1
        kind: Config
        current-context: a
        contexts:
        - {name: a, context: {cluster: c, user: u}}
        - {name: other, context: {cluster: other, user: other}}
        clusters:
        - {name: c, cluster: {%s}}
        - {name: other, cluster: {server: "http://other", insecure-skip-tls-verify: true}}
        users:
        - {name: u, user: {%s}}
        - {name: other, user: {exec: {command: sh, apiVersion: client.authentication.k8s.io/v1}}}
        """
        .formatted(cluster, user);
  }

  @Test
  void namesThatStandTwiceAreRefused() {
    String twice =
        kubeconfig(CLUSTER, USER).replace("{name: other, cluster:", "{name: c, cluster:");
    only("have one name", MemberKubeconfig.problems(twice));
  }

  @Test
  void tokenThatNoHeaderMayHoldIsRefused() {
    for (String token : List.of("token: \"t\\n\"", "token: \" t\"", "token: \"t\\u00e9\"")) {
      only("line break or a space", MemberKubeconfig.problems(kubeconfig(CLUSTER, token)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "token: t",
        "client-certificate-data: YQ==, client-key-data: YQ==",
      })
  void whatHoldsEverythingInItselfIsUsed(String user) {
    assertEquals(List.of(), MemberKubeconfig.problems(kubeconfig(CLUSTER, user)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "server: https://a, insecure-skip-tls-verify: true | insecure-skip-tls-verify is refused",
        "server: https://a, certificate-authority: /etc/ca | certificate-authority names a file",
        "server: https://a, proxy-url: http://p | proxy-url is refused",
        "server: http://a | no https URL",
        "server: nonsense | no https URL",
        "certificate-authority-data: YQ== | names no server",
      })
  void clusterThatIsNotUsed(String cluster, String words) {
    only(words, MemberKubeconfig.problems(kubeconfig(cluster, USER)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exec: {command: aws, apiVersion: client.authentication.k8s.io/v1} | exec runs a program",
        "auth-provider: {name: oidc} | auth-provider is refused",
        "tokenFile: /var/run/token | tokenFile names a file",
        "client-certificate: /a, client-key: /b | names a file",
        "token: t, as: admin | as is refused",
        "client-certificate-data: YQ== | no credentials",
        "username: u, password: p | no credentials",
      })
  void userThatIsNotUsed(String user, String words) {
    only(words, MemberKubeconfig.problems(kubeconfig(CLUSTER, user)));
  }

  @Test
  void everyProblemIsSaidAtOnce() {
    assertEquals(
        2,
        MemberKubeconfig.problems(
                kubeconfig(
                    "server: https://a, insecure-skip-tls-verify: true",
                    "tokenFile: /var/run/token"))
            .size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind: Config | no current-context",
        "kind: Config;current-context: a | no context of the name",
        "current-context: a;contexts: [{name: a, context: {cluster: c, user: u}}] | is missing",
        "- 1 | no kubeconfig",
        "'{' | no kubeconfig",
      })
  void textThatIsNone(String text, String words) {
    List<String> problems = MemberKubeconfig.problems(text.replace(';', '\n'));
    assertTrue(problems.get(0).contains(words), problems.toString());
  }

  private static void only(String words, List<String> problems) {
    assertEquals(1, problems.size(), problems.toString());
    assertTrue(problems.get(0).contains(words), problems.toString());
  }
}
