package cloud.bleu.operator.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.ledger.Export;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whom it is told that a WorkloadPlacement is not written. */
class PlacementRefusalsTest {

  private static final WorkloadId WEB = new WorkloadId("shut", "web");

  /** The alert is about servers that refuse: here none is asked, and the workload says why. */
  @Test
  void whatIsNotSentCountsAsRefusedByNobody() throws LedgerConflictException {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (EmbeddedApiServer server = EmbeddedApiServer.start(ProjectCrds.all());
        KubernetesClient client = server.newClient();
        EventRecorder events =
            new EventRecorder(client, "test", Clock.systemUTC(), registry, n -> false);
        Ledger ledger =
            new Ledger(client, Clock.systemUTC(), Export.NONE, null, n -> !n.equals("shut"))) {
      ledger.recover();
      ledger.commit(
          List.of(
              new ProposedDecision(
                  WEB,
                  "u1",
                  Chain.GENESIS,
                  null,
                  "InputChanged",
                  List.of(new Assignment("a", 1, null, null)),
                  List.of(),
                  0)));
      assertEquals(Set.of(WEB), ledger.refused().keySet());
      PlacementRefusals refusals =
          new PlacementRefusals(
              ledger, new RefusedWrites(registry, events), new Triggers(), workload -> null);
      refusals.tell();
      refusals.tell();
      assertEquals(
          0, registry.get("bleu.writes.refused").tag("write", "Placement").gauge().value());
    }
  }
}
