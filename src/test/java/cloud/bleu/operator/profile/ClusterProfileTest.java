package cloud.bleu.operator.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.operator.config.AccessProvider;
import cloud.bleu.operator.config.AccessProviders;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of ClusterProfiles. */
class ClusterProfileTest {

  private static ClusterProfile profile(String status) {
    return new ClusterProfile(
        Serialization.unmarshal(
            """
            apiVersion: multicluster.x-k8s.io/v1alpha1
            kind: ClusterProfile
            metadata: {name: fc-1, namespace: fleet}
            spec: {clusterManager: {name: m}}
            status: %s
            """
                .formatted(status),
            GenericKubernetesResource.class));
  }

  private static AccessProviders allowed(String names) {
    return new AccessProviders(
        Stream.of(names.split(" "))
            .map(
                name ->
                    new AccessProvider(
                        name,
                        "client.authentication.k8s.io/v1",
                        "/plugin",
                        List.of(),
                        Map.of(),
                        true))
            .toList());
  }

  private static String provider(String name, String server) {
    return "{name: " + name + ", cluster: {server: \"https://" + server + "\"}}";
  }

  /** The order is that of the administrator, not of the profile. */
  @ParameterizedTest
  @CsvSource({
    "a b, a, '', https://a",
    "b, a, '', ",
    "a b, b, a, https://a",
    "b a, a, b, https://b",
    "a, a, a2, https://a",
  })
  void firstProviderThatIsAllowedIsTaken(
      String allowed, String access, String deprecated, String server) {
    String name = deprecated.replace("2", "");
    ProfileAccess found =
        profile(
                "{accessProviders: ["
                    + provider(access, access)
                    + "]"
                    + (deprecated.isEmpty()
                        ? ""
                        : ", credentialProviders: [" + provider(name, deprecated) + "]")
                    + "}")
            .access(allowed(allowed));
    assertEquals(server, found == null ? null : found.cluster().getServer());
  }

  @Test
  void clusterIsReadWithWhatThePluginIsTold() {
    ProfileAccess access =
        profile(
                """
                {accessProviders: [{name: a, cluster: {server: "https://s", tls-server-name: n,
                  certificate-authority-data: Y2E=, insecure-skip-tls-verify: true,
                  proxy-url: "http://p", certificate-authority: /f, extensions: [
                  {name: other, extension: {x: 1}},
                  {name: client.authentication.k8s.io/exec, extension: {clusterName: c}}]}}]}""")
            .access(allowed("a"));
    assertEquals("n", access.cluster().getTlsServerName());
    assertEquals("Y2E=", access.cluster().getCertificateAuthorityData());
    assertEquals(true, access.cluster().getInsecureSkipTlsVerify());
    assertEquals("http://p", access.cluster().getProxyUrl());
    assertEquals("/f", access.cluster().getCertificateAuthority());
    assertEquals("c", access.execConfig().path("clusterName").asText());
  }

  @Test
  void healthIsToldInTheWordsOfTheSource() {
    assertNull(profile("{}").remark());
    assertNull(profile("{conditions: [{type: Joined, status: \"True\"}]}").remark());
    String condition =
        """
        {conditions: [{type: ControlPlaneHealthy, status: "False", reason: Slow,
          lastTransitionTime: "2026-11-28T10:00:00Z", message: "%s"}]}""";
    assertEquals(
        "its ClusterProfile fleet/fc-1 says ControlPlaneHealthy=False (Slow) since"
            + " 2026-11-28T10:00:00Z: etcd is slow",
        profile(condition.formatted("etcd  is slow")).remark());
    assertEquals(
        "its ClusterProfile fleet/fc-1 says ControlPlaneHealthy=False (Slow) since"
            + " 2026-11-28T10:00:00Z",
        profile(condition.formatted("")).remark());
  }
}
