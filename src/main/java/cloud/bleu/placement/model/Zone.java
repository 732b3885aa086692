package cloud.bleu.placement.model;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One place where workloads can run.
 *
 * @param offerings of the provider that it is made of; empty when not known
 * @param site the physical place; two zones with one site are one failure domain
 * @param failureDomains what can fail together, by hazard; {@code None}: not exposed, absent:
 *     unknown
 * @param state the worse of what the zone's owner wrote and of the incident annotation
 * @param stateSince since when it takes replicas, or takes none; null if not known
 * @param health what is seen of its nodes
 * @param silentAfter how long its silence is seen before it counts as a loss
 * @param maintenance announced operations; those of now are in {@code state}
 * @param homologations decisions of the customer's authority on data in this zone
 * @param delivery how what is decided gets there
 * @param drill the live drill that alone has it Drained; null where none has
 */
public record Zone(
    String name,
    String provider,
    @UnknownWhenEmpty List<String> offerings,
    String region,
    String site,
    Provenance siteProvenance,
    Location location,
    @UnknownWhenEmpty SortedMap<String, String> failureDomains,
    Provenance failureDomainsProvenance,
    ZoneState state,
    @Nullable Instant stateSince,
    Health health,
    Duration silentAfter,
    Capacity capacity,
    Price price,
    Equipment equipment,
    List<Maintenance> maintenance,
    List<Homologation> homologations,
    Delivery delivery,
    @Nullable Drill drill) {

  /** The value of a hazard to which a zone is not exposed. */
  public static final String NOT_EXPOSED = "None";

  public Zone {
    offerings = List.copyOf(offerings);
    failureDomains = Collections.unmodifiableSortedMap(new TreeMap<>(failureDomains));
    maintenance = List.copyOf(maintenance);
    homologations = List.copyOf(homologations);
  }

  /** Since when no node of the zone is in service; null while one is, or when nothing is known. */
  public @Nullable Instant unhealthySince() {
    return health.silentSince();
  }

  /** Whether the zone takes replicas, as far as it is known to have been in service. */
  public boolean takes() {
    return state == ZoneState.Active && health.takes() && delivery.unreachable() == null;
  }

  /** Whether the zone takes nothing new though it is not silent, whatever its state is. */
  public boolean isClosed() {
    return health.isClosed() || delivery.unreachable() != null;
  }

  /** Whether the zone takes something new, as far as what is seen of it says. */
  public boolean takesNew() {
    return health.silentSince() == null && !isClosed();
  }

  /** A copy in another state, and silent since then; null: as if its nodes were not looked at. */
  public Zone withState(
      ZoneState other, @Nullable Instant otherSince, @Nullable Instant silentSince) {
    Health silent =
        silentSince == null ? Health.NOT_OBSERVED : new Health(Health.Signal.Silent, silentSince);
    return withHealth(other, otherSince, silent);
  }

  /** A copy in another state, and with another health; a drill has no part in that state. */
  public Zone withHealth(ZoneState other, @Nullable Instant otherSince, Health otherHealth) {
    return with(other, otherSince, otherHealth, capacity, null, delivery);
  }

  /** A copy with this capacity. */
  public Zone withCapacity(Capacity other) {
    return with(state, stateSince, health, other, drill, delivery);
  }

  /** A copy with another way there, or another answer of its cluster on what it binds. */
  public Zone withDelivery(Delivery other) {
    return with(state, stateSince, health, capacity, drill, other);
  }

  /** A copy while a live drill has it left: Drained, and so because of that alone. */
  public Zone leftFor(Drill other, @Nullable Instant since) {
    Drill here = new Drill(other.name, other.began, other.closes, state);
    return with(ZoneState.Drained, since, health, capacity, here, delivery);
  }

  private Zone with(
      ZoneState otherState,
      @Nullable Instant otherSince,
      Health otherHealth,
      Capacity otherCapacity,
      @Nullable Drill otherDrill,
      Delivery otherDelivery) {
    return new Zone(
        name,
        provider,
        offerings,
        region,
        site,
        siteProvenance,
        location,
        failureDomains,
        failureDomainsProvenance,
        otherState,
        otherSince,
        otherHealth,
        silentAfter,
        otherCapacity,
        price,
        equipment,
        maintenance,
        homologations,
        otherDelivery,
        otherDrill);
  }

  /**
   * How what is decided gets to a zone.
   *
   * @param gated whether the other cluster that it is in binds nothing outside of the decisions;
   *     null: not known, or it is in none
   * @param unreachable why nothing gets there, as the condition TargetReachable says it; null: it
   *     does, or nobody asked
   */
  public record Delivery(DeliveryWay way, @Nullable Boolean gated, @Nullable String unreachable) {

    /** To nodes of the cluster of the operator. */
    public static final Delivery HERE = new Delivery(DeliveryWay.Nodes, null);

    /** Of what nobody asked, or what is reached. */
    public Delivery(DeliveryWay way, @Nullable Boolean gated) {
      this(way, gated, null);
    }

    /** The same where nothing gets there for this reason; null: it does. */
    public Delivery unreachable(@Nullable String reason) {
      return new Delivery(way, gated, reason);
    }
  }

  /**
   * A live drill that is under way.
   *
   * @param name of the ResilienceDrill
   * @param began when it began; null: not known
   * @param closes when its window closes, at which it ends at the latest; null: not known
   * @param otherwise what the zone is but for it, now: its end opens only one that is Active
   */
  public record Drill(
      String name, @Nullable Instant began, @Nullable Instant closes, ZoneState otherwise) {}

  /**
   * An announced operation.
   *
   * @param from inclusive
   * @param to exclusive
   * @param state what the zone is meanwhile, if it is not worse anyhow
   */
  public record Maintenance(Instant from, Instant to, ZoneState state) {
    /** Whether it is going on. */
    public boolean at(Instant now) {
      return !now.isBefore(from) && now.isBefore(to);
    }
  }

  /** That data of certain classes may be handled here; days in Europe/Paris, both inclusive. */
  public record Homologation(
      String reference,
      List<String> dataClasses,
      @Nullable LocalDate validFrom,
      @Nullable LocalDate validUntil,
      Provenance provenance) {
    public Homologation {
      dataClasses = List.copyOf(dataClasses);
    }
  }

  /**
   * Where a zone is.
   *
   * @param country ISO 3166-1 alpha-2, null when not known
   * @param coordinates null when not known: distances and round trips from here are then unknown
   * @param coordinatesProvenance as that of the country where nobody says otherwise
   */
  public record Location(
      @Nullable String country,
      @Nullable String subdivision,
      @Nullable Coordinates coordinates,
      Provenance provenance,
      Provenance coordinatesProvenance) {}

  /** Degrees times 1,000,000. */
  public record Coordinates(long latitudeE6, long longitudeE6) {}

  /**
   * What a replica costs per hour; null where nobody wrote it: it counts as the dearest known.
   *
   * @param perHour nano-units of currency by resource
   * @param carbon micrograms of CO2 equivalent for one cpu-hour: watts × PUE × g/kWh
   */
  public record Price(@Nullable PerHour perHour, @Nullable Long carbon) {
    /** Nothing is known. */
    public static final Price UNKNOWN = new Price(null, null);
  }

  /**
   * Prices of one unit for one hour: one cpu (1,000 milli-cpu), one GiB of memory or ephemeral
   * storage, one of any other resource. A resource that is not in it has no known price here.
   *
   * @param nanos nano-units of currency by resource
   */
  public record PerHour(SortedMap<String, Long> nanos) {
    public PerHour {
      nanos = Collections.unmodifiableSortedMap(new TreeMap<>(nanos));
    }

    /** Of cpu and memory. */
    public static PerHour of(long cpu, long memoryGiB) {
      return new PerHour(new TreeMap<>(Map.of("cpu", cpu, "memory", memoryGiB)));
    }
  }

  /**
   * What is at hand in a zone for what runs there.
   *
   * @param storage null when nothing is stated
   * @param registries from which images are pulled, as {@code host[:port][/path]}; empty: not known
   * @param egress null when nothing is stated
   */
  public record Equipment(
      @Nullable Storage storage,
      @UnknownWhenEmpty List<String> registries,
      @Nullable Egress egress) {
    /** Nothing is known. */
    public static final Equipment UNKNOWN = new Equipment(null, List.of(), null);

    public Equipment {
      registries = List.copyOf(registries);
    }
  }

  /** What the nodes of a zone call: hosts, {@code *.domain} or {@code *}; empty: none. */
  public record Egress(List<String> bootstrap, Provenance provenance) {
    public Egress {
      bootstrap = List.copyOf(bootstrap);
    }
  }

  /**
   * Storage of a zone.
   *
   * @param classes empty: not known
   * @param backupZones where backups from here can be written to, by name; empty: not known
   */
  public record Storage(
      @UnknownWhenEmpty List<StorageClass> classes,
      @UnknownWhenEmpty List<String> backupZones,
      Provenance provenance) {
    public Storage {
      classes = List.copyOf(classes);
      backupZones = List.copyOf(backupZones);
    }
  }

  /** A storage class by its name in the cluster; what is not known of it is null. */
  public record StorageClass(
      String name, @Nullable Boolean encrypted, @Nullable KeyCustody keyCustody) {}

  /** Who holds the keys of what is stored. */
  public enum KeyCustody {
    Provider,
    CustomerInProviderHSM,
    CustomerExternal,
    ThirdPartyEU
  }
}
