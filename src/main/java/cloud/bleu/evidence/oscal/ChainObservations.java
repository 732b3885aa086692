package cloud.bleu.evidence.oscal;

import cloud.bleu.evidence.chain.ChainFault;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.change.RemovedFact;
import cloud.bleu.evidence.change.ReportedChain;
import cloud.bleu.evidence.record.NameUuid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the chain of decisions says, and that it is broken where it is: an observation for each
 * break, and one open risk for all of them.
 */
final class ChainObservations {
  /** Breaks that are described; the risk counts all. */
  private static final int MOST = 10;

  private static final String BROKEN = "The chain of decisions is broken";

  private final Instant at;
  private final ReportedChain chain;

  ChainObservations(Instant at, ReportedChain chain) {
    this.at = at;
    this.chain = chain;
  }

  /** Of a result: whether the chain is unbroken, and how many facts it says were taken back. */
  List<Map<String, Object>> props() {
    List<Map<String, Object>> props = new ArrayList<>();
    Map<String, Object> state =
        Oscal.prop("decision-chain", chain.isUnbroken() ? "unbroken" : "broken");
    state.put(
        "remarks",
        chain.isUnbroken()
            ? "Each entry names the one before it. Signatures are not looked at here: bleu verify does that."
            : BROKEN
                + ": a risk and its observations say where. What is read from it here proves nothing.");
    props.add(state);
    if (!chain.removed().isEmpty()) {
      props.add(Oscal.prop("vouched-facts-removed", Integer.toString(chain.removed().size())));
    }
    return props;
  }

  /** Each fact that was taken back, then each break. */
  List<Map<String, Object>> observations() {
    List<Map<String, Object>> observed = new ArrayList<>();
    chain.removed().forEach(fact -> observed.add(removed(fact)));
    described().forEach(fault -> observed.add(broken(fault)));
    return observed;
  }

  /** None of an unbroken chain. */
  List<Map<String, Object>> risks() {
    return chain.isUnbroken() ? List.of() : List.of(risk());
  }

  private List<ChainFault> described() {
    return chain.breaks().stream().limit(MOST).toList();
  }

  /** That a fact for which somebody had vouched is gone. */
  private Map<String, Object> removed(RemovedFact fact) {
    String of = "%s of %s %s".formatted(fact.fact(), fact.kind(), fact.name());
    List<Map<String, Object>> props = new ArrayList<>();
    props.add(Oscal.prop("code", EntryKinds.ATTESTATION_REMOVED));
    props.add(Oscal.prop("fact", of));
    props.add(Oscal.prop("basis", fact.basis()));
    props.add(Oscal.prop("entry", Long.toString(fact.entry())));
    Map<String, Object> tree =
        examined(
            NameUuid.of("removed-fact", Long.toString(fact.entry()), fact.time(), of),
            "A fact was taken back: " + of,
            fact.sentence(),
            props);
    tree.put(
        "remarks",
        chain.isUnbroken()
            ? "Read from the chain of decisions, whose signatures are not checked here: bleu verify does that."
            : "Read from a chain of decisions that is broken: who broke it may have written this as well.");
    return tree;
  }

  private Map<String, Object> broken(ChainFault fault) {
    return examined(
        uuid(fault),
        BROKEN + ": " + fault.code() + " at " + fault.where(),
        fault.message(),
        List.of(Oscal.prop("code", fault.code().name()), Oscal.prop("where", fault.where())));
  }

  private String uuid(ChainFault fault) {
    return NameUuid.of("broken-chain", at.toString(), fault.code().name(), fault.where());
  }

  private Map<String, Object> examined(
      String uuid, String title, String description, List<Map<String, Object>> props) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("uuid", uuid);
    tree.put("title", Oscal.markup(title));
    tree.put("description", Oscal.markup(description));
    tree.put("props", props);
    tree.put("methods", List.of("EXAMINE"));
    tree.put("types", List.of("historic"));
    tree.put("origins", OscalObservations.origins());
    tree.put("collected", at.toString());
    return tree;
  }

  private Map<String, Object> risk() {
    int breaks = chain.breaks().size();
    Map<String, Object> tree = new LinkedHashMap<>();
    // Without the instant: it is the same risk in the next report.
    ChainFault first = chain.breaks().get(0);
    tree.put("uuid", NameUuid.of("broken-chain-risk", first.code().name(), first.where()));
    tree.put("title", BROKEN);
    tree.put(
        "description",
        "The chain of decisions is broken in %s %s."
            .formatted(breaks, breaks == 1 ? "place" : "places"));
    tree.put(
        "statement",
        "Entries were changed or taken away, or files were damaged. Facts that were taken back may be"
            + " missing here. bleu verify says which entries are signed, and what can still be proven.");
    tree.put("status", "open");
    tree.put("origins", OscalObservations.origins());
    tree.put(
        "related-observations",
        described().stream().map(f -> Map.of("observation-uuid", uuid(f))).toList());
    return tree;
  }
}
