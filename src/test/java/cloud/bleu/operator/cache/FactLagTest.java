package cloud.bleu.operator.cache;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the server has and a cache has not yet: one watch is ended, so its cache stays behind. */
class FactLagTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private static final String POLICY =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: SovereigntyPolicy
      metadata: {name: NAME}
      spec:
        appliesTo: {dataClasses: [Health]}
        rules:
        - {name: only-b, action: Enforce, expression: "zone.name == 'b'"}
      """;

  private static final String WAIVER =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: SovereigntyWaiver
      metadata: {name: w, namespace: default}
      spec: {policyRef: p, rule: r, workloadRef: {name: shop}, reason: R, expirationTime: "2027-01-01T00:00:00Z"}
      """;

  @Test
  void cacheThatIsBehindIsNamed() {
    EmbeddedApiServer server = EmbeddedApiServer.start(ProjectCrds.all());
    try (KubernetesClient client = PatientClients.of(server);
        Caches caches = new Caches(client, (before, after) -> {})) {
      FactLag lag = new FactLag(client, caches);
      create(client, POLICY.replace("NAME", "first"));
      caches.start().join();
      await("all is read").atMost(SOON).until(() -> lag.ask(Set.of("default")).missing() == null);

      caches.policies.stop();
      client
          .resources(SovereigntyPolicy.class)
          .withName("first")
          .edit(
              policy -> {
                policy.getMetadata().getAnnotations().clear();
                return policy;
              });
      assertNull(lag.ask(Set.of("default")).missing(), "nothing that matters has changed");
      create(client, POLICY.replace("NAME", "second"));
      assertEquals("SovereigntyPolicy second", lag.ask(Set.of("default")).missing());
      client.resources(SovereigntyPolicy.class).withName("second").delete();
      assertNull(lag.ask(Set.of("default")).missing(), "what is gone is nothing to wait for");
      client
          .resources(SovereigntyPolicy.class)
          .withName("first")
          .edit(
              policy -> {
                policy.getMetadata().setGeneration(2L);
                policy.getMetadata().setLabels(Map.of("more", "strict"));
                return policy;
              });
      assertEquals("SovereigntyPolicy first", lag.ask(Set.of("default")).missing());
      client.resources(SovereigntyPolicy.class).withName("first").delete();
      assertEquals(
          "the deletion of SovereigntyPolicy first",
          lag.ask(Set.of("default")).missing(),
          "it is cached");
      server.close();
      assertTrue(
          String.valueOf(lag.ask(Set.of("default")).missing())
              .startsWith("the API server does not say"),
          "");
    } finally {
      server.close();
    }
  }

  /** Who may not have a waiver any more gets nothing by it. */
  @Test
  void waiverThatIsGoneIsNamedInItsNamespace() {
    EmbeddedApiServer server = EmbeddedApiServer.start(ProjectCrds.all());
    try (KubernetesClient client = PatientClients.of(server);
        Caches caches = new Caches(client, (before, after) -> {})) {
      FactLag lag = new FactLag(client, caches);
      create(client, WAIVER);
      caches.start().join();
      await("all is read").atMost(SOON).until(() -> lag.ask(Set.of("default")).missing() == null);

      caches.waivers.stop();
      client.resources(SovereigntyWaiver.class).inNamespace("default").withName("w").delete();
      assertEquals(
          "the deletion of SovereigntyWaiver default/w", lag.ask(Set.of("default")).missing());
      assertNull(lag.ask(Set.of("elsewhere")).missing(), "nobody else waits");
      create(client, WAIVER.replace("w,", "another,"));
      assertTrue(String.valueOf(lag.ask(Set.of("default")).missing()).contains("default/another"));
    } finally {
      server.close();
    }
  }

  /** Versions are numbers of any length; what is no number is older unless it is the same. */
  @ParameterizedTest
  @CsvSource({
    "9, 10, true",
    "10, 9, false",
    "10, 10, false",
    "99999999999999999999, 100000000000000000000, true",
    "a, b, true",
    "b, a, true",
    "a, a, false",
    "null, 1, true",
    "01, 1, true",
  })
  void versionsAreComparedAsNumbers(String version, String other, boolean older) {
    assertEquals(older, FactLag.isOlder(version, other));
  }

  private static void create(KubernetesClient client, String yaml) {
    HasMetadata object = Serialization.unmarshal(yaml);
    object
        .getMetadata()
        .setAnnotations(Map.of("kubectl.kubernetes.io/last-applied-configuration", "{}"));
    client.resource(object).create();
  }
}
