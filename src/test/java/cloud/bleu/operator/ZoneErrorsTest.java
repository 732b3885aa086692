package cloud.bleu.operator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.sandbox.Sandbox;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a zone is told of its spec before anything is known of the cluster that it is in. */
@Tag("wiring")
class ZoneErrorsTest {

  private static final String KUBECONFIG =
      """
      apiVersion: v1
      kind: Config
      current-context: m
      contexts: [{name: m, context: {cluster: m, user: m}}]
      clusters: [{name: m, cluster: {server: "https://localhost:1"}}]
      users: [{name: m, user: {token: t}}]
      """;

  /** No time passes, and no member is asked by a hub that has no identity: it is waited for. */
  @Test
  void errorsAreToldWhileTheClusterIsWaitedFor() {
    try (Sandbox sandbox = Sandbox.embedded(ProjectCrds.all())) {
      HasMetadata ops =
          new NamespaceBuilder().withNewMetadata().withName("ops").endMetadata().build();
      assertEquals(
          List.of(),
          sandbox.apply(
              List.of(
                  ops,
                  MemberEstate.secret("ops", "m", KUBECONFIG),
                  provider("stays"),
                  provider("goes"),
                  zone("stays", "m"),
                  zone("goes", "o"))));
      try (Operator operator = OperatorUnderTest.inSandbox(sandbox.client(), options())) {
        operator.start();
        awaitError(sandbox, "m", "latitude");
        awaitError(sandbox, "o", "latitude");
        assertEquals("Unknown NotAskedYet", condition(sandbox, "m", "TargetReachable"));
      }
      reached(sandbox, "m");
      // The specs of its zones are as they were, and more is wrong with them.
      sandbox.client().resources(CloudProvider.class).withName("goes").delete();
      try (Operator operator = OperatorUnderTest.inSandbox(sandbox.client(), options())) {
        operator.start();
        assertEquals(List.of(), sandbox.apply(List.of(zone("stays", "n"))));
        awaitError(sandbox, "n", "latitude");
        awaitError(sandbox, "o", "there is no CloudProvider");
        assertEquals(
            "True Reached",
            condition(sandbox, "m", "TargetReachable"),
            "what a process before this one has seen stands until more is known");
      }
    }
  }

  private static OperatorOptions options() {
    return new OperatorOptions(
        "127.0.0.1",
        -1,
        false,
        "ops",
        "alone",
        Duration.ofSeconds(15),
        Duration.ofSeconds(10),
        Duration.ofSeconds(2),
        Clock.fixed(Instant.now(), ZoneOffset.UTC),
        null);
  }

  private static void awaitError(Sandbox sandbox, String zone, String word) {
    await("the error of " + zone + " is told")
        .atMost(Scene.SOON)
        .until(
            () -> {
              Condition stalled = find(sandbox, zone, "Stalled");
              return stalled != null
                  && "True InvalidSpec".equals(said(stalled))
                  && stalled.getMessage().contains(word);
            });
  }

  /** Its status says that its cluster was reached, as another process wrote it. */
  private static void reached(Sandbox sandbox, String name) {
    AvailabilityZone zone = sandbox.client().resources(AvailabilityZone.class).withName(name).get();
    Condition reached = Conditions.find(zone.getStatus().conditions(), "TargetReachable");
    reached.setStatus("True");
    reached.setReason("Reached");
    sandbox.client().resource(zone).updateStatus();
  }

  private static String condition(Sandbox sandbox, String name, String type) {
    return said(find(sandbox, name, type));
  }

  private static @Nullable Condition find(Sandbox sandbox, String name, String type) {
    AvailabilityZone zone = sandbox.client().resources(AvailabilityZone.class).withName(name).get();
    return zone.getStatus() == null ? null : Conditions.find(zone.getStatus().conditions(), type);
  }

  private static String said(@Nullable Condition condition) {
    return condition == null ? "" : condition.getStatus() + " " + condition.getReason();
  }

  /** On no place of the earth. */
  private static HasMetadata zone(String provider, String name) {
    return Serialization.unmarshal(
        SiteZone.yaml(
                provider,
                name,
                "cluster: {kubeconfigSecretRef: {name: m}}, nodeSelector: {zone: " + name + "}")
            .replace("48.8", "98.8"));
  }

  private static HasMetadata provider(String name) {
    return Serialization.unmarshal(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: CloudProvider
        metadata: {name: %1$s}
        spec:
          displayName: %1$s
          offerings: [{name: base, layers: [IaaS], regions: [north]}]
        """
            .formatted(name));
  }
}
