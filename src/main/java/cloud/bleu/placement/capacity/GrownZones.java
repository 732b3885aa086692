package cloud.bleu.placement.capacity;

/** Zones in which the use of some workload grew since the plan began. */
public final class GrownZones {
  private final boolean[] zones;

  GrownZones(int count) {
    zones = new boolean[count];
  }

  private GrownZones(GrownZones other) {
    zones = other.zones.clone();
  }

  /** Replicas came to a zone. */
  public void add(int zone) {
    zones[zone] = true;
  }

  /** Whether any came to a zone. */
  public boolean holds(int zone) {
    return zones[zone];
  }

  /** A copy, which does not change with this one. */
  public GrownZones copy() {
    return new GrownZones(this);
  }

  /** Nothing came anywhere but to the zones of another one: turns are taken back. */
  public void putBack(GrownZones other) {
    System.arraycopy(other.zones, 0, zones, 0, zones.length);
  }
}
