package cloud.bleu.assess.report;

import cloud.bleu.assess.model.Place;
import cloud.bleu.assess.wave.Obstacle;
import cloud.bleu.assess.wave.Wave;
import cloud.bleu.assess.wave.WaveOutcome;
import cloud.bleu.assess.wave.WavePlan;
import cloud.bleu.translate.finding.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plan in waves as maps and lists for programs. */
public final class WavePlanTree {

  private WavePlanTree() {}

  /** The whole plan; {@code nextWave} is absent when everything has moved. */
  public static Map<String, Object> of(WavePlan plan) {
    Map<String, Object> tree = new LinkedHashMap<>();
    Wave next = plan.next();
    if (next != null) {
      tree.put("nextWave", next.number());
    }
    tree.put("planned", plan.planned());
    tree.put("waves", plan.waves().stream().map(WavePlanTree::wave).toList());
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
    tree.put("workloads", wave.outcomes().stream().map(WavePlanTree::outcome).toList());
    tree.put("rollBack", texts(wave.rollBack()));
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
