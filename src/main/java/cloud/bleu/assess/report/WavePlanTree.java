package cloud.bleu.assess.report;

import cloud.bleu.assess.OwnedFinding;
import cloud.bleu.assess.model.Place;
import cloud.bleu.assess.wave.Obstacle;
import cloud.bleu.assess.wave.Rehearsal;
import cloud.bleu.assess.wave.Wave;
import cloud.bleu.assess.wave.WaveFacts;
import cloud.bleu.assess.wave.WaveOutcome;
import cloud.bleu.assess.wave.WavePlan;
import cloud.bleu.translate.finding.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plan in waves as maps and lists for programs. */
public final class WavePlanTree {

  private WavePlanTree() {}

  /**
   * The whole plan; {@code nextWave} is absent when everything has moved.
   *
   * @param findings with their owners
   */
  public static Map<String, Object> of(WavePlan plan, List<OwnedFinding> findings) {
    Map<String, Object> tree = new LinkedHashMap<>();
    Wave next = plan.next();
    if (next != null) {
      tree.put("nextWave", next.number());
    }
    tree.put("planned", plan.planned());
    tree.put("waves", plan.waves().stream().map(WavePlanTree::wave).toList());
    tree.put("findings", findings.stream().map(AssessmentTree::owned).toList());
    return tree;
  }

  private static Map<String, Object> wave(Wave wave) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("wave", wave.number());
    if (wave.name() != null) {
      tree.put("name", Problem.visible(wave.name()));
    }
    if (wave.date() != null) {
      tree.put("date", wave.date().toString());
    }
    tree.put("moved", wave.hasMoved());
    tree.put("obstacles", wave.obstacles().stream().map(WavePlanTree::obstacle).toList());
    tree.put(
        "groups",
        wave.groups().stream().map(g -> g.stream().map(Problem::visible).toList()).toList());
    List<Map<String, Object>> together = together(wave);
    if (!together.isEmpty()) {
      tree.put("together", together);
    }
    tree.put("workloads", wave.outcomes().stream().map(WavePlanTree::outcome).toList());
    WaveFacts facts = wave.facts();
    if (facts != null) {
      tree.put("facts", facts(facts));
    }
    tree.put("rollBack", texts(wave.rollBack()));
    return tree;
  }

  /** The groups that people want together, with the reason that they give. */
  private static List<Map<String, Object>> together(Wave wave) {
    List<Map<String, Object>> together = new ArrayList<>();
    for (int i = 0; i < wave.groups().size(); i++) {
      if (!wave.reasons().get(i).isEmpty()) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("group", texts(wave.groups().get(i)));
        one.put("reason", Problem.visible(wave.reasons().get(i)));
        together.add(one);
      }
    }
    return together;
  }

  private static Map<String, Object> facts(WaveFacts facts) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("may", facts.may().name());
    if (facts.from() != null) {
      tree.put("from", facts.from().toString());
    }
    if (facts.until() != null) {
      tree.put("until", facts.until().toString());
    }
    tree.put("begins", texts(facts.begins()));
    tree.put("ends", texts(facts.ends()));
    tree.put("missing", texts(facts.missing()));
    List<Map<String, Object>> changes = new ArrayList<>();
    for (WaveFacts.Change change : facts.changes()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("workload", Problem.visible(change.workload()));
      one.put("codes", change.codes());
      changes.add(one);
    }
    tree.put("changes", changes);
    if (!facts.date().isEmpty()) {
      tree.put("date", facts.date());
    }
    if (facts.lookedUntil() != null) {
      tree.put("lookedUntil", facts.lookedUntil().toString());
    }
    tree.put("instants", facts.looked());
    Rehearsal rehearsal = facts.rehearsal();
    if (rehearsal != null) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("possible", rehearsal.isPossible());
      one.put("policies", rehearsal.policies());
      one.put("says", Problem.visible(rehearsal.says()));
      tree.put("rehearsal", one);
    }
    return tree;
  }

  private static Map<String, Object> obstacle(Obstacle obstacle) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("kind", obstacle.kind().name());
    if (!obstacle.workload().isEmpty()) {
      tree.put("workload", Problem.visible(obstacle.workload()));
    }
    Place place = obstacle.place();
    if (place != null) {
      AssessmentTree.file(tree, place);
      tree.put("object", Problem.visible(place.object()));
      tree.put("path", Problem.visible(place.path()));
    }
    tree.put("says", Problem.visible(obstacle.says()));
    return tree;
  }

  private static Map<String, Object> outcome(WaveOutcome outcome) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("workload", Problem.visible(outcome.workload()));
    tree.put("state", outcome.state().name());
    tree.put("zones", outcome.zones());
    if (outcome.code() != null) {
      tree.put("code", outcome.code());
    }
    if (!outcome.reason().isEmpty()) {
      tree.put("reason", Problem.visible(outcome.reason()));
    }
    return tree;
  }

  private static List<String> texts(List<String> texts) {
    return texts.stream().map(Problem::visible).toList();
  }
}
