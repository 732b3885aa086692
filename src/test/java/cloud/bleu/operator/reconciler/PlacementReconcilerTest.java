package cloud.bleu.operator.reconciler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.operator.ControllerContext;
import cloud.bleu.operator.metric.OperatorMetrics;
import cloud.bleu.operator.snapshot.SnapshotBoard;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.operator.status.StatusWriter;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.status.ObservedChildren;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * When it is said why a WorkloadPlacement is as it is: of what is in force, and of nothing else.
 */
@Tag("wiring")
class PlacementReconcilerTest {
  private static final WorkloadId ID = new WorkloadId("shop", "web");

  private static final String NO_ENTRY =
      """
      {"apiVersion": "placement.bleu.cloud/v1alpha1", "kind": "DecisionLedger",
       "metadata": {"name": "decisions", "resourceVersion": "5"},
       "spec": {"sequence": 7, "entries": [], "records": []}}
      """;

  private final StatedWorkload web = new StatedWorkload(ID, Set.of("decided", "planned"));
  private final WorkloadPlacement placement = placement();
  private final List<String> written = new CopyOnWriteArrayList<>();
  private volatile List<WorkloadPlacement> published = List.of();

  private final OperatorMetrics metrics = new OperatorMetrics();
  private final Clock clock = Clock.fixed(StatedWorkload.NOON, ZoneOffset.UTC);
  private final FaultProxy proxy = FaultProxy.toNobody(new Script());
  private final KubernetesClient client = proxy.clientWithoutRetries();
  private final Ledger ledger = new Ledger(client, clock);
  private final EventRecorder events =
      new EventRecorder(client, "test", clock, metrics.registry, namespace -> false);
  private final SnapshotBoard board = new SnapshotBoard(one -> Map.of(), () -> {});
  private final PlacementReconciler reconciler =
      new PlacementReconciler(
          board,
          ledger,
          new Triggers(),
          new StatusWriter(client, metrics, new RefusedWrites(metrics.registry, events), () -> 0),
          clock);

  /** Has the decisions, and takes what is said of them. */
  private final class Script implements Fault {
    @Override
    public Answer instead(Request request) {
      if (request.about("decisionledgers")) {
        return Answer.json(200, NO_ENTRY);
      }
      if (request.method().equals("GET")) {
        return Answer.json(200, "{\"items\": " + Serialization.asJson(published) + "}");
      }
      written.add(request.path().substring(request.path().lastIndexOf('/') + 1));
      return Answer.json(200, new String(request.body(), StandardCharsets.UTF_8));
    }
  }

  private WorkloadPlacement placement() {
    WorkloadPlacement one = web.decisions().get(0);
    one.getMetadata().setUid("p");
    one.getMetadata().setGeneration(1L);
    return one;
  }

  @AfterEach
  void stop() {
    ledger.close();
    events.close();
    client.close();
    proxy.close();
  }

  @ParameterizedTest
  @CsvSource({
    // how it is; what is written
    "decided read seen, status",
    // nobody has looked at its children yet: that look tells who looks here
    "decided read, ''",
    "decided seen, ''",
    // not what is in force: that is about to be written, or this is to go
    "read seen, ''",
    "decided read seen other, ''",
    "decided read seen deleted, ''",
    "decided read seen gone, ''",
  })
  void look(String words, String expected) throws LedgerConflictException {
    List<String> how = List.of(words.split(" "));
    published = how.contains("decided") ? List.of(placement) : List.of();
    ledger.recover();
    if (how.contains("read")) {
      board.publish(web.snapshot());
    }
    if (how.contains("seen")) {
      board.observe(
          ID, new ObservedChildren(new TreeMap<>(), List.of(), true, false, null, false, null), 1);
    }
    WorkloadPlacement looked = Serialization.clone(placement);
    if (how.contains("other")) {
      looked.setSpec(new StatedWorkload(ID, Set.of("decided", "far")).decisions().get(0).getSpec());
    }
    looked
        .getMetadata()
        .setDeletionTimestamp(how.contains("deleted") ? StatedWorkload.NOON.toString() : null);
    reconciler.reconcile(
        looked, ControllerContext.of(client, reconciler, () -> how.contains("gone")));
    assertEquals(expected, String.join(" ", written));
  }
}
