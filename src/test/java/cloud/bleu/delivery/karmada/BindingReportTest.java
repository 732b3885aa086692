package cloud.bleu.delivery.karmada;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.StatedClock;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneObservation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Karmada reports of the cluster {@code m1}, and whether that counts. */
class BindingReportTest {
  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00.750Z");
  private static final Instant LOST = Instant.parse("2026-11-30T11:00:00Z");

  private static final BleuWorkload WEB =
      Serialization.unmarshal(
          """
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: BleuWorkload
          metadata: {name: web, namespace: shop}
          spec:
            workload: {karmada: {bindingOf: {kind: Deployment, name: front}}}
          """,
          BleuWorkload.class);

  private final StatedClock clock = new StatedClock(NOON);
  private Reach.State reach = Reach.State.REACHED;
  private @Nullable String zone = "zone-1";

  /** The fourth version of the Deployment is in Karmada. */
  private final KarmadaObjects objects =
      (KarmadaObjects)
          Proxy.newProxyInstance(
              KarmadaObjects.class.getClassLoader(),
              new Class<?>[] {KarmadaObjects.class},
              (proxy, asked, arguments) ->
                  switch (asked.getName()) {
                    case "reach" -> new Reach(reach, LOST, "Away", "it does not answer");
                    case "zone" -> zone;
                    case "generation" ->
                        arguments[0].equals("shop") && arguments[1].equals("front") ? 4L : 0L;
                    default -> throw new UnsupportedOperationException(asked.getName());
                  });

  private final BindingReport report = new BindingReport(objects, clock);

  private static ResourceBinding binding(String status) {
    return new ResourceBinding(
        Serialization.unmarshal(
            """
            apiVersion: work.karmada.io/v1alpha2
            kind: ResourceBinding
            metadata: {name: front-deployment, namespace: shop}
            spec: {schedulerName: bleu}
            status: {aggregatedStatus: [{clusterName: m1%s}]}
            """
                .formatted(status),
            GenericKubernetesResource.class));
  }

  private TargetObservation.@Nullable Unseen unseen(String status) {
    return report.unseen(WEB, binding(status), "m1", "zone-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // replicas asked for, what is said; exist, ready, available, settled
        "3 | replicas: 3, readyReplicas: 3, availableReplicas: 3, updatedReplicas: 3 | 3 3 3 | true",
        "3 | replicas: 3, readyReplicas: 3, availableReplicas: 2, updatedReplicas: 3 | 3 3 2 | false",
        "3 | replicas: 3, readyReplicas: 3, availableReplicas: 3, updatedReplicas: 2 | 3 3 3 | false",
        "3 | replicas: 4, readyReplicas: 4, availableReplicas: 4, updatedReplicas: 4 | 4 3 3 | false",
        "3 | replicas: 2, readyReplicas: 2, availableReplicas: 2, updatedReplicas: 2 | 2 2 2 | false",
        "0 | replicas: 0                                                             | 0 0 0 | true",
        "0 | replicas: 1, readyReplicas: 1, availableReplicas: 1, updatedReplicas: 1 | 1 0 0 | false",
      })
  void whatAClusterHolds(int replicas, String status, String counts, boolean settled) {
    ResourceBinding binding = binding(", status: {" + status + "}");
    ZoneObservation one = BindingReport.observation(binding, "m1", "zone-1", replicas);
    assertEquals(counts, one.exist() + " " + one.ready() + " " + one.available());
    assertEquals(settled, one.settled());
    assertEquals("karmada/m1", one.cluster());
    assertEquals("zone-1", one.zone());
    assertEquals(replicas, one.replicas());
    assertEquals(BindingReport.TEMPLATE, one.template());
    assertEquals(false, one.surplus());
    ZoneObservation other = BindingReport.observation(binding, "m2", "zone-2", replicas);
    assertEquals("0 0 0", other.exist() + " " + other.ready() + " " + other.available());
    assertEquals(false, other.settled(), "nothing is said of it");
  }

  /** Any news of the binding is progress of what rolls out. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "m1 | replicas: 4, updatedReplicas: 1, availableReplicas: 3 | 2026-11-30T11:30:00Z",
        "m2 | replicas: 3, updatedReplicas: 3, availableReplicas: 3 | 2026-11-30T11:30:00Z",
        "m1 | replicas: 3, updatedReplicas: 3, availableReplicas: 2 |",
        "m1 | replicas: 3, updatedReplicas: 3, availableReplicas: 3 |",
      })
  void whenARolloutProgressedLast(String cluster, String status, @Nullable Instant progressed) {
    ResourceBinding binding = binding(", status: {" + status + "}");
    binding
        .object()
        .getMetadata()
        .setManagedFields(
            List.of(
                new ManagedFieldsEntryBuilder()
                    .withManager("karmada-controller-manager")
                    .withSubresource("status")
                    .withTime("2026-11-30T11:30:00Z")
                    .build()));
    assertEquals(progressed, BindingReport.observation(binding, cluster, "zone-1", 3).progressed());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // what is said; why it does not count
        "``                                                                                   | ``",
        ", applied: true                                                                      | ``",
        ", applied: true, status: {resourceTemplateGeneration: 4}                             | ``",
        ", applied: true, status: {resourceTemplateGeneration: 5}                             | ``",
        ", applied: true, status: {resourceTemplateGeneration: 3}                             | KarmadaStatusBehind",
        ", applied: true, status: {replicas: 3}                                               | KarmadaStatusBehind",
        ", applied: true, status: {resourceTemplateGeneration: 4, generation: 2, observedGeneration: 2} | ``",
        ", applied: true, status: {resourceTemplateGeneration: 4, generation: 2, observedGeneration: 1} | KarmadaStatusBehind",
        ", applied: false, appliedMessage: quota                                              | DeliveryRefused",
        ", appliedMessage: quota                                                              | DeliveryRefused",
        ", applied: true, appliedMessage: fine                                                | ``",
        // what is refused is refused, however old the rest is
        ", applied: false, appliedMessage: quota, status: {resourceTemplateGeneration: 3}     | DeliveryRefused",
      })
  void whyItDoesNotCount(String status, String code) {
    TargetObservation.Unseen unseen = unseen(status);
    assertEquals(code, unseen == null ? "" : unseen.problem().code());
    if (unseen != null) {
      assertTrue(unseen.problem().message().contains("Deployment front"));
      assertTrue(unseen.problem().message().contains("m1"));
    }
  }

  /** Karmada takes the label of a policy from a binding when the policy is deleted. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "propagationpolicy.karmada.io/permanent-id        | if that lasts, see its Work there",
        "clusterpropagationpolicy.karmada.io/permanent-id | if that lasts, see its Work there",
        "resourcebinding.karmada.io/permanent-id          | no policy selects it any more: write a Propa",
        "none                                             | no policy selects it any more: write a Propa",
      })
  void whatToDoAboutAnOldStatus(@Nullable String label, String words) {
    ResourceBinding binding = binding(", applied: true, status: {resourceTemplateGeneration: 3}");
    binding.object().getMetadata().setLabels(label == null ? null : Map.of(label, "7"));
    String told = report.unseen(WEB, binding, "m1", "zone-1").problem().message();
    assertTrue(told.contains(words), told);
  }

  /** Whatever is said, it is the last word of who is away; since when that is known. */
  @ParameterizedTest
  @CsvSource({
    "UNREACHED, zone-1, what stands in zone zone-1 is not known: it does not answer",
    "ASKING, zone-1, what stands in zone zone-1 is not known: it does not answer",
    "UNREACHED, , 'what stands in cluster m1 of Karmada, which no zone names, is not known: it does"
        + " not answer'",
  })
  void whoIsAwaySaysNothing(Reach.State state, @Nullable String named, String message) {
    reach = state;
    zone = named;
    for (String status :
        new String[] {
          ", applied: true, status: {resourceTemplateGeneration: 4}",
          ", applied: false, appliedMessage: quota"
        }) {
      TargetObservation.Unseen unseen = unseen(status);
      assertEquals("TargetUnreachable", unseen.problem().code());
      assertEquals(message, unseen.problem().message());
      assertEquals(LOST, unseen.since());
    }
  }

  /** Since when it does not count is remembered until it does, or the cluster is away. */
  @Test
  void sinceWhen() {
    String old = ", applied: true, status: {resourceTemplateGeneration: 3}";
    String news = ", applied: true, status: {resourceTemplateGeneration: 4}";
    Instant first = Instant.parse("2026-11-30T12:00:00Z");
    assertEquals(first, unseen(old).since());
    clock.pass(Duration.ofMinutes(5));
    assertEquals(first, unseen(old).since());
    assertEquals(first, unseen(", applied: false, appliedMessage: quota").since());
    assertNull(unseen(news));
    assertEquals(first.plus(Duration.ofMinutes(5)), unseen(old).since(), "it begins anew");

    reach = Reach.State.UNREACHED;
    unseen(old);
    reach = Reach.State.REACHED;
    clock.pass(Duration.ofMinutes(4));
    assertEquals(first.plus(Duration.ofMinutes(9)), unseen(old).since(), "it was away");
  }

  /** Of a workload that is gone nothing is remembered, and of one of a longer name all is. */
  @ParameterizedTest
  @CsvSource({"shop, web, true", "shop, we, false", "shop, web2, false", "sho, web, false"})
  void whatIsForgotten(String namespace, String name, boolean forgotten) {
    String old = ", applied: true, status: {resourceTemplateGeneration: 3}";
    Instant first = unseen(old).since();
    clock.pass(Duration.ofMinutes(5));
    report.forget(namespace, name);
    assertEquals(forgotten, !first.equals(unseen(old).since()));
  }
}
