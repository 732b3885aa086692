package cloud.bleu.cli.french;

import cloud.bleu.cli.terminal.Table;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.HubLoss;
import cloud.bleu.placement.explain.ExplanationWords;
import cloud.bleu.placement.message.MessageBundle;
import cloud.bleu.placement.model.Contingency;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is left of a workload when something is lost, and where the rest goes, in French. */
final class FrenchLosses {
  private final ExplanationWords french;

  FrenchLosses(ExplanationWords french) {
    this.french = french;
  }

  /** A paragraph for each loss that it has a plan for, and one for those that take the operator. */
  String text(Estate estate, Decision decision) {
    StringBuilder text = new StringBuilder();
    for (Contingency c : decision.contingency()) {
      List<String> moves = new ArrayList<>();
      c.moves()
          .forEach(
              m ->
                  moves.add(
                      french.said(
                          "text.lostMove",
                          Map.of(
                              "count", m.replicas(),
                              "from", m.from(),
                              "to", m.to()))));
      c.evicts()
          .forEach(
              e ->
                  moves.add(
                      french.said(
                          "text.evicts",
                          Map.of(
                              "count", e.replicas(),
                              "workload", e.workload().toString(),
                              "zone", e.zone()))));
      int unheld = decision.unheld(c);
      if (unheld > 0) {
        moves.add(french.said("text.lostUnheld", Map.of("count", unheld)));
      }
      text.append(
          Table.wrapped(
              "  "
                  + french.said(
                      c.keeps() == 0
                          ? "text.lostEventNone"
                          : c.keeps() == 1 ? "text.lostEventOne" : "text.lostEvent",
                      Map.of(
                          "event", french.event(c.event().toString()),
                          "keeps", c.keeps(),
                          "then", String.join(", ", moves))),
              4));
    }
    HubLoss hub = new HubLoss(estate);
    List<Contingency.Event> taking = hub.events(decision);
    if (!taking.isEmpty()) {
      text.append(
          Table.wrapped(
              "  "
                  + french.said(
                      "text.hubLost",
                      Map.of(
                          "code", hub.reason().code(),
                          "events",
                              taking.stream()
                                  .map(event -> french.event(event.toString()))
                                  .collect(Collectors.joining(", ")),
                          "sentence", MessageBundle.FRENCH.sentence(hub.reason().finding()))),
              4));
    }
    return text.toString();
  }
}
