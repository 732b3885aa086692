package cloud.bleu.cli.plan;

import cloud.bleu.cli.terminal.Table;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.HubLoss;
import cloud.bleu.placement.model.Contingency;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Losses that decisions have a plan for and that take the operator as well. */
public final class HubLosses {
  private HubLosses() {}

  /** Each such event once, in order. */
  public static List<Contingency.Event> events(Estate estate, Collection<Decision> decisions) {
    HubLoss hub = new HubLoss(estate);
    return decisions.stream().flatMap(d -> hub.events(d).stream()).distinct().sorted().toList();
  }

  /**
   * A paragraph, as in {@code HubOnLostSite with site par7s: the operator is lost ...}; empty where
   * no such loss takes the operator.
   *
   * @param indent spaces before it
   */
  public static String of(Estate estate, Collection<Decision> decisions, int indent) {
    List<Contingency.Event> events = events(estate, decisions);
    if (events.isEmpty()) {
      return "";
    }
    Decision.Reason reason = new HubLoss(estate).reason();
    return Table.wrapped(
        " ".repeat(indent)
            + reason.code()
            + " with "
            + events.stream().map(Object::toString).collect(Collectors.joining(", "))
            + ": "
            + reason.message(),
        indent + 2);
  }

  /** The losses for programs, under {@code operatorLoss}; empty where there is none. */
  public static Map<String, Object> tree(Estate estate, Collection<Decision> decisions) {
    List<Contingency.Event> events = events(estate, decisions);
    if (events.isEmpty()) {
      return Map.of();
    }
    Map<String, Object> loss = tree(new HubLoss(estate).reason());
    loss.put("events", events.stream().map(Object::toString).toList());
    return Map.of("operatorLoss", loss);
  }

  /** The code and the sentence of a loss of the operator. */
  public static Map<String, Object> tree(Decision.Reason reason) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("code", reason.code());
    tree.put("message", reason.message());
    return tree;
  }
}
