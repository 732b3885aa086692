package cloud.bleu.operator.pass;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.HubLoss;
import cloud.bleu.placement.model.NearestName;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.translate.Translation;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The zones in which this operator runs, as its options state them. */
public final class OwnZones {
  private static final Logger LOG = LoggerFactory.getLogger(OwnZones.class);

  private final SortedSet<String> names;
  private SortedSet<String> told = new TreeSet<>();
  private SortedSet<String> remaining = new TreeSet<>();

  /**
   * @param names of zones; empty: nobody says
   */
  public OwnZones(Collection<String> names) {
    this.names = new TreeSet<>(names);
  }

  /**
   * The estate with the operator in it. Names that no zone has, and what is left of its zones after
   * a loss, are told in the log, once.
   */
  public Translation in(Translation translation) {
    Estate estate = translation.estate().operatedFrom(names);
    SortedSet<String> unknown = HubLoss.unknown(estate);
    if (!unknown.isEmpty() && !unknown.equals(told)) {
      List<String> zones = estate.zones().stream().map(Zone::name).toList();
      LOG.warn(
          "no AvailabilityZone is called {}, where this operator was told to run: no answer says"
              + " which loss takes it there; correct --self-zone (chart: self.zones){}",
          String.join(", ", unknown),
          unknown.stream()
              .flatMap(name -> NearestName.of(name, zones).stream().map(n -> name + " may be " + n))
              .reduce("", (all, one) -> all + "; " + one));
    }
    told = unknown;
    SortedSet<String> left = new HubLoss(estate).remaining();
    if (!left.isEmpty() && !left.equals(remaining)) {
      LOG.warn(
          "of the zones where this operator runs only {} is left: what takes that takes the operator"
              + " as well; `bleu what-if --lose` says what",
          String.join(", ", left));
    }
    remaining = left;
    return translation.of(estate);
  }
}
