package cloud.bleu.placement.constraint;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.EditableWorkload;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.Assignment;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What one constraint says of the workload {@code a} of an estate: of counts by zone such as {@code
 * 2 1 0}, which ran when the plan began. What others have by their placements stands too.
 */
final class ConstraintScene {
  private final Constraint constraint;
  private final Estate estate;
  private final PlanState state;
  private final WorkloadState own;

  ConstraintScene(Constraint constraint, EstateBuilder builder) {
    this.constraint = constraint;
    estate = builder.build();
    state = new PlanState(estate);
    WorkloadState found = null;
    for (WorkloadState one : state.workloadStates) {
      if (one.compiled.workload.id().equals(Estates.id("a"))) {
        found = one;
      } else {
        assignments(one).forEach(x -> state.change(one, number(x.zone()), x.replicas()));
      }
    }
    own = found;
  }

  private List<Assignment> assignments(WorkloadState one) {
    return estate.placements().stream()
        .filter(p -> p.id().equals(one.compiled.workload.id()))
        .map(Placement::assignments)
        .findFirst()
        .orElse(List.of());
  }

  private int number(String zone) {
    return List.of(state.topology.names).indexOf(zone);
  }

  static int[] numbers(String counts) {
    return Arrays.stream(counts.split(" ")).mapToInt(Integer::parseInt).toArray();
  }

  /** The state of the workload when it stands so. */
  WorkloadState standing(String counts) {
    run(counts);
    own.begin(0);
    return own;
  }

  private void run(String counts) {
    int[] x = numbers(counts);
    for (int z = 0; z < x.length; z++) {
      own.motion().run(z, x[z] - own.replicas(z), 0);
    }
  }

  /** Whether it admits counts where some have come in this plan. */
  boolean admitsLater(String began, String stands, String tried) {
    standing(began);
    run(stands);
    return constraint.admit(trial(tried, TrialRequest.PLAIN));
  }

  boolean admits(String stands, String tried) {
    return admits(stands, tried, plain -> plain);
  }

  /** Whether it admits counts where others stand. */
  boolean admits(String stands, String tried, UnaryOperator<TrialRequest> request) {
    return constraint.admit(trial(stands, tried, request));
  }

  /** Counts that are tried where others stand. */
  PlacementTrial trial(String stands, String tried, UnaryOperator<TrialRequest> request) {
    standing(stands);
    return trial(tried, request.apply(TrialRequest.PLAIN));
  }

  private PlacementTrial trial(String tried, TrialRequest request) {
    PlacementTrial trial = new PlacementTrial(state);
    trial.reset(own, request);
    trial.set(numbers(tried));
    return trial;
  }

  /** How far what stands is from it. */
  int count(String stands) {
    return constraint.count(state, standing(stands));
  }

  /** What it tells of what stands: the codes, with {@code ~} after what may pass by itself. */
  String told(String stands) {
    Shortfalls told = new Shortfalls();
    constraint.explain(state, standing(stands), told);
    return codes(told.reasons());
  }

  static String codes(List<Decision.Reason> reasons) {
    return String.join(
        " ", reasons.stream().map(r -> r.code() + (r.canPassByItself() ? "~" : "")).toList());
  }

  /**
   * What the workload could ask less of, with the values to try; fails where a step does not change
   * the workload.
   */
  List<String> relaxed() {
    RelaxableItems items = new RelaxableItems(estate, own.compiled.workload, estate.zones());
    constraint.relax(items);
    return items.sorted().stream().map(this::text).toList();
  }

  private String text(RelaxableItem item) {
    List<String> to = item.steps().stream().map(this::text).toList();
    return item.path() + " " + item.from() + " -> " + String.join(", ", to);
  }

  private String text(RelaxableItem.Step step) {
    EditableWorkload changed = new EditableWorkload(own.compiled.workload);
    step.change().accept(changed);
    if (changed.build().equals(own.compiled.workload)) {
      throw new AssertionError(step.to() + " changes nothing");
    }
    return step.to();
  }
}
