package cloud.bleu.fieldeffects;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.fieldeffects.Row.View;
import cloud.bleu.layers.OperatorLog;
import cloud.bleu.ledger.DecisionDifference;
import cloud.bleu.ledger.Entries;
import cloud.bleu.ledger.Export;
import cloud.bleu.ledger.LaterDecision;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.ledger.PlacementWriter;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Views of what a leader does that takes over the ledger and the placements. */
final class Chained {
  static final String DIGEST = "sha256:" + "d".repeat(64);
  private static final Clock CLOCK = Clock.fixed(World.NOW, ZoneOffset.UTC);

  private Chained() {}

  /** A field of the placement shop/web after taking over. */
  static View placement(String pointer) {
    return world ->
        takenOver(
            world,
            (client, ledger) ->
                Decided.text(
                    client
                        .resources(WorkloadPlacement.class)
                        .inNamespace("shop")
                        .withName("web")
                        .get(),
                    pointer));
  }

  /** Every placement by namespace and name. */
  static View placements() {
    return world ->
        takenOver(
            world,
            (client, ledger) ->
                client
                    .resources(WorkloadPlacement.class)
                    .inAnyNamespace()
                    .list()
                    .getItems()
                    .stream()
                    .map(p -> p.getMetadata().getNamespace() + "/" + p.getMetadata().getName())
                    .sorted()
                    .collect(Collectors.joining(" ")));
  }

  /** The number of the next decision. */
  static View nextSequence() {
    return world ->
        takenOver(world, (client, ledger) -> Decided.text(next(client, ledger), "/sequence"));
  }

  /** Which of two hashes the next decision names as the one before it. */
  static View previousOfNext(String one, String other) {
    return world ->
        takenOver(
            world,
            (client, ledger) -> {
              DecisionLedgerSpec head = next(client, ledger);
              for (String previous : List.of(one, other)) {
                Entry entry =
                    new Entry(
                        head.sequence(),
                        previous,
                        new DecisionLedgerSpec.Subject("shop", "new", "uid-new"),
                        DIGEST,
                        null,
                        "InputChanged",
                        List.of(),
                        List.of(),
                        World.NOW.toString(),
                        null);
                if (Entries.line(entry).hash().equals(head.headHash())) {
                  return previous;
                }
              }
              return "neither";
            });
  }

  /** Where the StatefulSet of the second zone counts from that is decided for web next. */
  static View secondStart() {
    WorkloadId web = new WorkloadId("shop", "web");
    return world ->
        takenOver(
            world,
            (client, ledger) ->
                Decided.text(
                    Objects.requireNonNull(
                        DecisionDifference.of(
                            world.decision("web"),
                            "uid-web",
                            DIGEST,
                            null,
                            world
                                .object(BleuWorkload.class, "BleuWorkload/web")
                                .getSpec()
                                .workload()
                                .statefulSet(),
                            ledger.inForce(web))),
                    "/assignments/1/ordinalsStart"));
  }

  /** The digest that the entry names which ends the decision in force for web. */
  static View withdrawnDigest() {
    WorkloadId web = new WorkloadId("shop", "web");
    return world ->
        takenOver(
            world,
            (client, ledger) ->
                DecisionDifference.withdrawal(web, Objects.requireNonNull(ledger.inForce(web)))
                    .digest());
  }

  /** Whether the hash of the entry is the one of an untouched one. */
  static View hash() {
    Entry untouched = entry(World.base().with(List.of(DecisionLedgerEffects.PENDING)));
    return world ->
        Entries.line(entry(world)).hash().equals(Entries.line(untouched).hash())
            ? "holds"
            : "is broken";
  }

  /** A field of the one record that a new leader hands over to the export. */
  static View exported(String field) {
    return world -> {
      List<ChainLine> taken = new ArrayList<>();
      Export export =
          new Export() {
            @Override
            public void take(List<ChainLine> entries) {
              taken.addAll(entries);
            }

            @Override
            public long kept() {
              return 0;
            }
          };
      takenOver(world, export, (client, ledger) -> "");
      Object value = taken.get(0).fields().get(field);
      return String.valueOf(value instanceof Map<?, ?> map ? map.get("from") : value);
    };
  }

  private static Entry entry(World world) {
    return world
        .object(DecisionLedger.class, DecisionLedgerEffects.LEDGER)
        .getSpec()
        .entries()
        .get(0);
  }

  private static DecisionLedgerSpec next(KubernetesClient client, Ledger ledger)
      throws LedgerConflictException {
    ledger.commit(
        List.of(
            LaterDecision.of(
                new WorkloadId("shop", "new"),
                "uid-new",
                DIGEST,
                null,
                "InputChanged",
                List.of(),
                List.of(),
                0)));
    return client.resources(DecisionLedger.class).withName("decisions").get().getSpec();
  }

  private interface Question {
    String ask(KubernetesClient client, Ledger ledger) throws LedgerConflictException;
  }

  private static String takenOver(World world, Question question) {
    return takenOver(world, Export.NONE, question);
  }

  private static String takenOver(World world, Export export, Question question) {
    try (EmbeddedApiServer server = EmbeddedApiServer.start(ProjectCrds.all());
        KubernetesClient client = PatientClients.of(server);
        OperatorLog log = OperatorLog.ofPackages("cloud.bleu.ledger").open()) {
      DecisionLedger head = world.object(DecisionLedger.class, DecisionLedgerEffects.LEDGER);
      if (head != null) {
        client.resource(head).create();
      }
      WorkloadPlacement placement = world.object(WorkloadPlacement.class, "WorkloadPlacement/web");
      if (placement != null) {
        client.resource(placement).create();
      }
      Ledger ledger =
          new Ledger(client, CLOCK, export, null, new PlacementWriter(client, namespace -> true));
      ledger.recover();
      // What is edited here is a ledger that a leader may have left.
      assertEquals(List.of(), log.lines(Level.WARN));
      return question.ask(client, ledger);
    } catch (LedgerConflictException e) {
      throw new AssertionError(e);
    }
  }
}
