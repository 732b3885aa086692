package cloud.bleu.operator.trace;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.operator.Operator;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.SiteZone;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.operator.config.TracingOptions;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.sandbox.Sandbox;
import cloud.bleu.sandbox.ZoneNodes;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operator on an embedded API server, and a workload in two zones until it is Ready. */
public final class SmallLife {

  private static final Duration BOUND = Duration.ofSeconds(120);

  private SmallLife() {}

  /** Without traces. */
  public static void withoutTraces() {
    live(null, () -> {});
  }

  /** With spans that are kept by a name. */
  static void keeping(String name, Runnable meanwhile) {
    live(new TracingOptions(MemoryExporterProvider.keeping(name)), meanwhile);
  }

  /**
   * One life.
   *
   * @param ready run once the workload is, while the operator lives
   */
  static void live(@Nullable TracingOptions tracing, Runnable ready) {
    try (Sandbox sandbox = Sandbox.embedded(ProjectCrds.all());
        Operator operator =
            OperatorUnderTest.inSandbox(
                sandbox.client(), OperatorOptions.alone().withTracing(tracing))) {
      List<HasMetadata> objects = new ArrayList<>();
      objects.add(
          Serialization.unmarshal(
              """
              apiVersion: v1
              kind: Namespace
              metadata: {name: shop, labels: {placement.bleu.cloud/governed: Enforce}}
              """));
      objects.add(
          Serialization.unmarshal(
              """
              apiVersion: placement.bleu.cloud/v1alpha1
              kind: CloudProvider
              metadata: {name: acme}
              spec:
                displayName: acme
                legalEntity: {name: acme, registeredOffice: FR, centralAdministration: FR, principalEstablishment: FR}
                offerings:
                - {name: base, layers: [IaaS, CaaS], regions: [north], services: [base.compute]}
              """));
      for (String name : List.of("fr-a", "fr-b")) {
        AvailabilityZone zone = zone(name);
        objects.add(zone);
        ZoneNodes.of(zone).forEach(sandbox::add);
      }
      assertEquals(List.of(), sandbox.apply(objects));
      operator.start();
      // What comes from now on is a change that wakes an operator that leads.
      await("the zones are answered").atMost(BOUND).until(() -> answered(sandbox));
      assertEquals(List.of(), sandbox.apply(List.of(workload())));
      await("it is Ready").atMost(BOUND).until(() -> isReady(sandbox));
      ready.run();
    }
  }

  private static boolean answered(Sandbox sandbox) {
    return sandbox.client().resources(AvailabilityZone.class).list().getItems().stream()
        .allMatch(z -> z.getStatus() != null && Conditions.isReady(z.getStatus().conditions()));
  }

  private static boolean isReady(Sandbox sandbox) {
    BleuWorkload web =
        sandbox.client().resources(BleuWorkload.class).inNamespace("shop").withName("web").get();
    return web.getStatus() != null && Conditions.isReady(web.getStatus().conditions());
  }

  private static AvailabilityZone zone(String name) {
    return Serialization.unmarshal(
        SiteZone.yaml("acme", name, "nodeSelector: {zone: " + name + "}"), AvailabilityZone.class);
  }

  private static HasMetadata workload() {
    return Serialization.unmarshal(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: web, namespace: shop}
        spec:
          replicas: 2
          dataClasses: [Ordinary]
          workload:
            deployment:
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers:
                  - name: main
                    image: registry.example/secret-image
                    env: [{name: PASSWORD, value: swordfish}]
                    resources: {requests: {cpu: 500m, memory: 64Mi}}
          resilience: {spread: [{over: Zone, min: 2}]}
        """);
  }
}
