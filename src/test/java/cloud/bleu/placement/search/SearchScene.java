package cloud.bleu.placement.search;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.constraint.PlacementTrial;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

/** The searches for a place of the workload {@code a}, each by itself, on one trial. */
final class SearchScene {
  final PlacementTrial trial;
  final LossSurvival survival;
  final ZoneSets zoneSets;
  final ExactSearch exact;
  final ExchangeSearch exchange;
  final CliqueFill fill;

  SearchScene(EstateBuilder estate) {
    trial = TrialScene.of(estate.build());
    RecoverySearch recovery = new RecoverySearch(trial, new RecoveryRoom(trial));
    survival = new LossSurvival(trial, recovery);
    zoneSets = new ZoneSets(trial, survival);
    exact = new ExactSearch(trial, survival);
    exchange = new ExchangeSearch(trial, recovery);
    fill = new CliqueFill(trial, survival, zoneSets, true);
  }

  /** {@code 2 0 1}: what is tried, or {@code none} where a search found nothing. */
  String tried(boolean found) {
    return found ? TrialScene.counts(trial.x) : "none";
  }

  /** {@code z1 z3}: the zones of a set. */
  String names(BitSet zones) {
    return zones.stream()
        .mapToObj(z -> trial.planState.topology.names[z])
        .collect(Collectors.joining(" "));
  }

  /** {@code z1 z3 | z2}: the zones of each set. */
  String names(List<BitSet> sets) {
    return sets.stream().map(this::names).collect(Collectors.joining(" | "));
  }

  /** The zones that may take a replica. */
  String open() {
    BitSet open = new BitSet();
    for (int z = 0; z < trial.may.length; z++) {
      open.set(z, trial.may[z]);
    }
    return names(open);
  }

  /** {@code 12 3}: the sets of z1 and z2, and of z3. */
  static List<BitSet> sets(String words) {
    return List.of(words.split(" ")).stream().map(SearchScene::set).toList();
  }

  private static BitSet set(String word) {
    BitSet set = new BitSet();
    word.chars().forEach(z -> set.set(z - '1'));
    return set;
  }
}
