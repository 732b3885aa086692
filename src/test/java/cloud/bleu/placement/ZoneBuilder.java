package cloud.bleu.placement;

import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.DeliveryWay;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A zone: Active, alone on its site, with room for 1,000 cpus, unless more is said. */
public final class ZoneBuilder {
  private final String name;
  private String provider = "p";
  private String region = "r";
  private Zone.Drill drill;
  private String site;
  private Provenance provenance =
      new Provenance(Basis.Contract, "test", java.time.LocalDate.of(2026, 1, 1), null, null);
  private String country = "FR";
  private Zone.@Nullable Coordinates coordinates = new Zone.Coordinates(48_800_000, 2_300_000);
  private final TreeMap<String, String> hazards = new TreeMap<>();
  private ZoneState state = ZoneState.Active;
  private @Nullable Instant stateSince;
  private Health health = new Health(Health.Signal.Healthy, null);
  private Duration silentAfter = Duration.ZERO;
  private final TreeMap<String, Long> total = new TreeMap<>();
  private Quantities largestNode = Quantities.NONE;
  private int usablePercent = 100;
  private final List<Capacity.Node> nodes = new ArrayList<>();
  private boolean known = true;
  private boolean reported;
  private final List<Zone.Maintenance> maintenance = new ArrayList<>();
  private Zone.Price price = Zone.Price.UNKNOWN;
  private Zone.Delivery delivery = Zone.Delivery.HERE;

  public ZoneBuilder(String name) {
    this.name = name;
    this.site = "site-" + name;
    total.put("cpu", 1_000_000L);
    total.put("pods", 100_000L);
  }

  public ZoneBuilder provider(String provider) {
    this.provider = provider;
    return this;
  }

  public ZoneBuilder region(String region) {
    this.region = region;
    return this;
  }

  public ZoneBuilder site(String site) {
    this.site = site;
    return this;
  }

  /** Of site, hazards and location alike. */
  ZoneBuilder basis(Basis basis) {
    this.provenance = new Provenance(basis, "test", java.time.LocalDate.of(2026, 1, 1), null, null);
    return this;
  }

  /** An announced operation. */
  public ZoneBuilder maintenance(Instant from, Instant to) {
    maintenance.add(new Zone.Maintenance(from, to, ZoneState.Cordoned));
    return this;
  }

  /** One of which nobody knows what it has. */
  public ZoneBuilder roomUnknown() {
    this.known = false;
    return this;
  }

  /** One of which Karmada reports what it has. */
  public ZoneBuilder reported() {
    this.reported = true;
    return this;
  }

  public ZoneBuilder country(String country) {
    this.country = country;
    return this;
  }

  /** Degrees; distances and round trips come from here. */
  public ZoneBuilder at(double latitude, double longitude) {
    this.coordinates =
        new Zone.Coordinates(Math.round(latitude * 1e6), Math.round(longitude * 1e6));
    return this;
  }

  public ZoneBuilder nowhere() {
    this.coordinates = null;
    return this;
  }

  public ZoneBuilder hazard(String key, String value) {
    hazards.put(key, value);
    return this;
  }

  /** A live drill of that name has it left. */
  public ZoneBuilder leftFor(String drill) {
    this.drill = new Zone.Drill(drill, null, null, ZoneState.Active);
    return this;
  }

  public ZoneBuilder state(ZoneState state) {
    this.state = state;
    return this;
  }

  public ZoneBuilder state(ZoneState state, Instant since) {
    this.stateSince = since;
    return state(state);
  }

  /** Active since then. */
  public ZoneBuilder since(Instant since) {
    this.stateSince = since;
    return this;
  }

  public ZoneBuilder unhealthySince(Instant since) {
    this.health = new Health(Health.Signal.Silent, since);
    return this;
  }

  public ZoneBuilder health(Health.Signal signal, @Nullable Instant since) {
    this.health = new Health(signal, since);
    return this;
  }

  public ZoneBuilder health(Health health) {
    this.health = health;
    return this;
  }

  public ZoneBuilder way(DeliveryWay way) {
    this.delivery = new Zone.Delivery(way, null);
    return this;
  }

  /** A ManagedCluster whose condition TargetReachable says this. */
  public ZoneBuilder unreachable(String reason) {
    this.delivery = new Zone.Delivery(DeliveryWay.ManifestWork, null, reason);
    return this;
  }

  /** So long its silence is seen before it counts. */
  public ZoneBuilder silentAfter(Duration wait) {
    this.silentAfter = wait;
    return this;
  }

  /** So long what is heard of it now is heard before anything is moved for it. */
  public ZoneBuilder patience(Duration wait) {
    this.health = health.after(wait);
    return this;
  }

  /** Whole cpus, declared, 100 % usable. */
  public ZoneBuilder cpu(long cpus) {
    return resource("cpu", cpus * 1000);
  }

  public ZoneBuilder resource(String resource, long amount) {
    total.put(resource, amount);
    return this;
  }

  public ZoneBuilder largestNode(Map<String, Long> node) {
    this.largestNode = Quantities.of(node);
    return this;
  }

  public ZoneBuilder usablePercent(int percent) {
    this.usablePercent = percent;
    return this;
  }

  /** Measured: so many nodes with so many free cpus and 100 pods each. */
  public ZoneBuilder nodes(int count, long cpus) {
    for (int i = 0; i < count; i++) {
      nodes.add(
          new Capacity.Node(
              name + "-node-" + nodes.size(),
              Quantities.of(Map.of("cpu", cpus * 1000, "pods", 100L))));
    }
    return this;
  }

  /** Nano-units of currency per cpu-hour and GiB-hour. */
  public ZoneBuilder cost(long cpu, long memoryGiB) {
    this.price = new Zone.Price(Zone.PerHour.of(cpu, memoryGiB), price.carbon());
    return this;
  }

  /** Nano-units of currency for one unit of a resource for one hour, beside those that are set. */
  public ZoneBuilder price(String resource, long nanos) {
    Zone.PerHour known = price.perHour();
    TreeMap<String, Long> all = known == null ? new TreeMap<>() : new TreeMap<>(known.nanos());
    all.put(resource, nanos);
    this.price = new Zone.Price(new Zone.PerHour(all), price.carbon());
    return this;
  }

  /** Micrograms per cpu-hour. */
  public ZoneBuilder carbon(long micrograms) {
    this.price = new Zone.Price(price.perHour(), micrograms);
    return this;
  }

  public Zone build() {
    Capacity capacity =
        !known
            ? new Capacity.Unknown(usablePercent)
            : reported
                ? new Capacity.Reported(
                    new Quantities(total), Capacity.Origin.Karmada, null, usablePercent)
                : nodes.isEmpty()
                    ? new Capacity.Declared(new Quantities(total), largestNode, usablePercent)
                    : new Capacity.Measured(nodes, usablePercent);
    Zone zone =
        new Zone(
            name,
            provider,
            List.of(),
            region,
            site,
            provenance,
            new Zone.Location(country, null, coordinates, provenance, provenance),
            hazards,
            provenance,
            state,
            stateSince,
            health,
            silentAfter,
            capacity,
            price,
            Zone.Equipment.UNKNOWN,
            maintenance,
            List.of(),
            delivery,
            null);
    return drill == null ? zone : zone.leftFor(drill, stateSince);
  }
}
