package cloud.bleu.operator.reconciler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import cloud.bleu.operator.ControllerContext;
import cloud.bleu.operator.metric.OperatorMetrics;
import cloud.bleu.operator.snapshot.DecidedWorkloads;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.snapshot.SnapshotBoard;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.operator.status.StatusEvents;
import cloud.bleu.operator.status.StatusWriter;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.status.Enforcement;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * When the status of a provider, a policy and a waiver is written: once, of what a pass has read.
 */
@Tag("wiring")
class FactReconcilersTest {
  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

  private final Map<String, HasMetadata> objects =
      Map.of(
          "provider",
          read(
              CloudProvider.class,
              "{name: acme, uid: u, generation: 2, resourceVersion: '5'}",
              "{offerings: [{name: all, layers: [CaaS], regions: [r]}]}"),
          "policy",
          read(
              SovereigntyPolicy.class,
              "{name: abroad, uid: u, generation: 2, resourceVersion: '5'}",
              "{rules: [{rule: zones, parameters: {allow: [fr-a]}, action: Enforce}]}"),
          "waiver",
          read(
              SovereigntyWaiver.class,
              "{name: late, namespace: shop, uid: u, generation: 2, resourceVersion: '5'}",
              "{policyRef: abroad, rule: zones, workloadRef: {name: web}, reason: it moves,"
                  + " notBefore: '2026-11-01T00:00:00Z', expirationTime: '2026-12-20T00:00:00Z',"
                  + " requestedBy: anne, approvedBy: bernard}"));

  /** What was sent: the status of which object. */
  private final List<String> written = new CopyOnWriteArrayList<>();

  private final OperatorMetrics metrics = new OperatorMetrics();
  private final Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
  private final FaultProxy proxy = FaultProxy.toNobody(new Script());
  private final KubernetesClient client = proxy.clientWithoutRetries();
  private final EventRecorder events =
      new EventRecorder(client, "test", clock, metrics.registry, namespace -> false);
  private final StatusWriter writer =
      new StatusWriter(client, metrics, new RefusedWrites(metrics.registry, events), () -> 0);
  private final StatusEvents told = new StatusEvents(events);
  private final SnapshotBoard board = new SnapshotBoard(one -> Map.of(), () -> {});
  private final Triggers triggers = new Triggers();
  private boolean gone;

  /** Takes what is written of them. */
  private final class Script implements Fault {
    @Override
    public Answer instead(Request request) {
      String body = new String(request.body(), StandardCharsets.UTF_8);
      if (request.method().equals("PATCH") && request.path().endsWith("/status")) {
        HasMetadata patch = Serialization.unmarshal(body);
        written.add(patch.getKind() + "/" + patch.getMetadata().getName());
      }
      return Answer.json(200, body);
    }
  }

  @AfterEach
  void stop() {
    events.close();
    client.close();
    proxy.close();
  }

  private static <T extends HasMetadata> T read(Class<T> kind, String metadata, String spec) {
    return Serialization.unmarshal(
        "apiVersion: placement.bleu.cloud/v1alpha1\nkind: %s\nmetadata: %s\nspec: %s\n"
            .formatted(kind.getSimpleName(), metadata, spec),
        kind);
  }

  /**
   * What a pass has made of them.
   *
   * @param but kinds that it has not read
   * @param generation of each as it was read
   */
  private Snapshot snapshot(Set<String> but, long generation) {
    ApiObjects all = ApiObjects.NONE;
    Map<ObjectRef, Snapshot.Seen> seen = new HashMap<>();
    for (HasMetadata object : objects.values()) {
      seen.put(ObjectRef.of(object), new Snapshot.Seen("u", generation));
    }
    if (!but.contains("provider")) {
      all = all.with(CloudProvider.class, List.of((CloudProvider) objects.get("provider")));
    }
    if (!but.contains("policy")) {
      all = all.with(SovereigntyPolicy.class, List.of((SovereigntyPolicy) objects.get("policy")));
    }
    if (!but.contains("waiver")) {
      all = all.with(SovereigntyWaiver.class, List.of((SovereigntyWaiver) objects.get("waiver")));
    }
    Translation translation = EstateTranslator.translate(all, NOON, Map.of());
    return new Snapshot(
        translation,
        DecidedWorkloads.NONE,
        new TreeMap<>(),
        seen,
        new Enforcement(new TreeSet<>(), new TreeMap<>(), new TreeSet<>()),
        Map.of());
  }

  private void look(String kind) {
    switch (kind) {
      case "provider" ->
          look(
              new ProviderReconciler(board, triggers, told, writer, clock),
              (CloudProvider) objects.get(kind));
      case "policy" ->
          look(
              new PolicyReconciler(board, triggers, writer, TreeMap::new, clock),
              (SovereigntyPolicy) objects.get(kind));
      default ->
          look(
              new WaiverReconciler(board, triggers, told, writer, clock),
              (SovereigntyWaiver) objects.get(kind));
    }
  }

  private <P extends HasMetadata> void look(Reconciler<P> reconciler, P object) {
    try {
      reconciler.reconcile(object, ControllerContext.of(client, reconciler, () -> gone));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "provider, CloudProvider/acme",
    "policy, SovereigntyPolicy/abroad",
    "waiver, SovereigntyWaiver/late",
  })
  void whatAPassHasReadIsSaidOnce(String kind, String name) {
    look(kind);
    assertEquals(List.of(), written, "no pass was made");
    board.publish(snapshot(Set.of(), 1));
    look(kind);
    assertEquals(List.of(), written, "what was read is older");
    board.publish(snapshot(Set.of(), 2));
    gone = true;
    look(kind);
    assertEquals(List.of(), written, "it is gone");
    gone = false;
    look(kind);
    assertEquals(List.of(name), written);
  }

  /** What no pass made anything of is left to the next one. */
  @ParameterizedTest
  @ValueSource(strings = {"provider", "waiver"})
  void whatTheEstateDoesNotHaveIsLeftAlone(String kind) {
    board.publish(snapshot(Set.of(kind), 2));
    look(kind);
    assertTrue(written.isEmpty(), written::toString);
  }
}
