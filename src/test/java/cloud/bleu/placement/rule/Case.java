package cloud.bleu.placement.rule;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.message.TemplatePart;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Link;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.Waiver;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A question to a rule whose facts are all known and good; tests change what they are about. */
final class Case implements Cloneable {

  // Cases are made half a million times; to read the words of a day costs as much as the rest.
  private static final Map<String, LocalDate> DAYS = new ConcurrentHashMap<>();

  static final Provenance SIGNED = dated(Basis.SignedDocument, "2026-01-01");

  /** Noon in Paris on 2026-03-01. */
  private static final Instant NOON = Instant.parse("2026-03-01T11:00:00Z");

  Instant now = NOON;

  boolean providerExists = true;
  String zoneName = "z";
  String zoneProvider = "p";
  String region = "r";
  List<String> zoneOfferings = List.of("o");
  Provenance siteProvenance = SIGNED;
  String country = "FR";
  String subdivision = null;
  Provenance locationProvenance = SIGNED;

  /** Null: from where the country is known. */
  Provenance coordinatesProvenance = null;

  TreeMap<String, String> hazards = new TreeMap<>(Map.of("flood", "None"));
  Provenance hazardsProvenance = SIGNED;
  Capacity capacity = new Capacity.Declared(Quantities.NONE, Quantities.NONE, 90);
  Instant unhealthySince = null;
  Health.Signal silence = Health.Signal.Silent;
  Health.Nodes nodes = null;
  List<Zone.Maintenance> maintenance = List.of();
  List<Zone.Homologation> homologations = List.of();
  List<String> dataClasses = List.of("Sensitive");
  cloud.bleu.placement.model.ZoneState state = cloud.bleu.placement.model.ZoneState.Active;

  /** The live drill that has the zone left; null: none. */
  Zone.Drill drill;

  Provider.LegalEntity legalEntity =
      new Provider.LegalEntity("Example SAS", "FR", "FR", "FR", "FR", SIGNED);
  List<Provider.Holder> holders =
      new ArrayList<>(List.of(holder("A", "Example SAS", "FR", "FR", "100", "100")));
  Provenance ownershipProvenance = SIGNED;
  Boolean veto = false;
  Boolean appointment = false;
  List<Provider.Supplier> suppliers =
      new ArrayList<>(List.of(supplier("Vendor", "US", "US", false, "OwnSkills")));
  Provider.Operations operations = operations("FR", "FR", "None", "FR");
  List<Provider.Offering> offerings =
      new ArrayList<>(
          List.of(
              new Provider.Offering(
                  "o",
                  List.of("CaaS", "IaaS"),
                  List.of("r"),
                  List.of("disk", "vm"),
                  agreement("2026-01-01", true),
                  List.of(qualified()))));
  List<String> layers = List.of("IaaS");
  List<String> services = List.of("vm");
  List<Workload.Tolerate> tolerate = List.of();
  List<BoundRule> rules = List.of();
  List<Closure.Image> images =
      List.of(new Closure.Image(TemplatePart.container("main"), "registry.example/main:1"));
  List<Closure.Endpoint> endpoints = List.of();
  List<Closure.Dependency> dependencies =
      List.of(new Closure.Dependency("store", "p", "o", List.of("disk"), false, false));
  List<Provider> otherProviders = List.of();
  List<Zone> otherZones = List.of();
  List<Closure.Claim> claims = List.of();
  boolean dataBound;
  Closure.Backup backup;
  Zone.Storage storage =
      new Zone.Storage(
          List.of(new Zone.StorageClass("fast", true, Zone.KeyCustody.CustomerExternal)),
          List.of("far"),
          SIGNED);
  Zone.Coordinates coordinates;
  String site = "site";
  List<String> registries = List.of("registry.example");
  List<Closure.Destination> egress =
      List.of(new Closure.Destination("store", Closure.Way.Service, "ns/store"));
  List<Message> exposedBy = List.of();
  boolean hostNetwork;
  Closure.Content content = Closure.Content.Template;
  Closure.Secrets secrets = Closure.Secrets.NONE;
  Zone.Delivery delivery = Zone.Delivery.HERE;
  Zone.Egress zoneEgress = new Zone.Egress(List.of("packages.example"), SIGNED);

  /** In force at any time, in the zones of these names with spaces between them; none: in all. */
  static Waiver waiver(String zones) {
    return new Waiver("late", words(zones), Instant.MIN, Instant.MAX);
  }

  static Provenance dated(Basis basis, String asOf) {
    return new Provenance(basis, "test", day(asOf), null, null);
  }

  private static LocalDate day(String text) {
    return text == null ? null : DAYS.computeIfAbsent(text, LocalDate::parse);
  }

  static Provider.Holder holder(
      String name, String of, String country, String controlledFrom, String capital, String votes) {
    return new Provider.Holder(
        name,
        of,
        country,
        controlledFrom,
        capital == null ? null : new BigDecimal(capital),
        votes == null ? null : new BigDecimal(votes),
        null);
  }

  /** The same holder, whose shares are listed. */
  static Provider.Holder listed(Provider.Holder holder) {
    return new Provider.Holder(
        holder.name(),
        holder.of(),
        holder.country(),
        holder.controlledFrom(),
        holder.capitalPercent(),
        holder.votesPercent(),
        true);
  }

  static Provider.Supplier supplier(
      String name, String country, String controlledFrom, Boolean access, String autonomy) {
    return new Provider.Supplier(name, country, controlledFrom, access, autonomy, SIGNED);
  }

  /** Each list as codes with spaces between them; empty or null: not known. */
  static Provider.Operations operations(
      String administration, String support, String nonEUSupport, String technicalData) {
    return new Provider.Operations(
        words(administration), words(support), nonEUSupport, words(technicalData), SIGNED);
  }

  private static List<String> words(String text) {
    return text == null || text.isEmpty() ? List.of() : List.of(text.split(" "));
  }

  static Provider.Agreement agreement(String signedOn, Boolean statesQualifiedService) {
    return new Provider.Agreement(
        "A-1", day(signedOn), statesQualifiedService, List.of("sub-1"), SIGNED);
  }

  /** The only offering under another agreement. */
  Case agreement(Provider.Agreement agreement) {
    Provider.Offering o = offerings.get(0);
    offerings.set(
        0,
        new Provider.Offering(
            o.name(), o.layers(), o.regions(), o.services(), agreement, o.qualifications()));
    return this;
  }

  /** SecNumCloud 3.2 for IaaS and CaaS, 2025-01-01 to 2027-12-31. */
  static Provider.Qualification qualified() {
    return qualification("Qualified", "2025-01-01", "2027-12-31");
  }

  static Provider.Qualification qualification(String state, String from, String until) {
    return new Provider.Qualification(
        "SecNumCloud",
        "3.2",
        state,
        List.of("CaaS", "IaaS"),
        List.of(),
        day("2020-01-01"),
        day(from),
        day(until),
        SIGNED);
  }

  Case offering(Provider.Qualification... qualifications) {
    offerings =
        new ArrayList<>(
            List.of(
                new Provider.Offering(
                    "o",
                    List.of("CaaS", "IaaS"),
                    List.of("r"),
                    List.of("disk", "vm"),
                    agreement("2026-01-01", true),
                    List.of(qualifications))));
    return this;
  }

  Case holders(Provider.Holder... these) {
    holders = new ArrayList<>(List.of(these));
    return this;
  }

  /** Another one with the same facts, to be changed by itself. */
  Case copy() {
    try {
      return (Case) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  ZoneRule.Question question(Parameters parameters) {
    Zone zone = zone();
    Provider provider = providerExists ? provider() : null;
    return new ZoneRule.Question(
        workload(), zone, provider, parameters, estate(zone, provider), Link.Zone);
  }

  private Estate estate(Zone zone, Provider provider) {
    List<Provider> providers = new ArrayList<>(otherProviders);
    if (provider != null) {
      providers.add(provider);
    }
    List<Zone> zones = new ArrayList<>(otherZones);
    zones.add(zone);
    return new Estate(now, providers, zones, List.of(), List.of(), List.of());
  }

  /** The verdict as {@code Result Code}; {@code Pass} alone. */
  String ask(ZoneRule rule, Object... namesAndValues) {
    Verdict verdict = verdict(rule, namesAndValues);
    return verdict.failing() || verdict.warns()
        ? verdict.result() + " " + verdict.code()
        : verdict.result().name();
  }

  Verdict verdict(ZoneRule rule, Object... namesAndValues) {
    return rule.evaluate(question(parameters(namesAndValues)));
  }

  /** What the verdict rests on, each with its basis and day, sorted. */
  List<String> facts(ZoneRule rule, Object... namesAndValues) {
    Parameters parameters = parameters(namesAndValues);
    ZoneRule.Question question = question(parameters);
    BoundRule bound =
        new BoundRule(
            rule,
            "own",
            null,
            BoundRule.Action.Enforce,
            BoundRule.OnViolation.Report,
            parameters,
            List.of());
    Verdict verdict = bound.evaluate(question.workload(), question.zone(), question.estate());
    return bound.facts(verdict, question.workload(), question.zone(), question.estate()).stream()
        .map(f -> f.text() + (f.dated().isEmpty() ? "" : ": " + f.dated()))
        .sorted()
        .toList();
  }

  static Parameters parameters(Object... namesAndValues) {
    TreeMap<String, Object> values = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return Parameters.of(values);
  }

  Provider provider() {
    return new Provider(
        zoneProvider,
        "Example",
        legalEntity,
        holders == null
            ? null
            : new Provider.Ownership(holders, veto, appointment, ownershipProvenance),
        suppliers,
        operations,
        offerings);
  }

  Zone zone() {
    Zone zone =
        new Zone(
            zoneName,
            zoneProvider,
            zoneOfferings,
            region,
            site,
            siteProvenance,
            new Zone.Location(
                country,
                subdivision,
                coordinates,
                locationProvenance,
                coordinatesProvenance == null ? locationProvenance : coordinatesProvenance),
            hazards,
            hazardsProvenance,
            state,
            null,
            new Health(
                unhealthySince == null ? Health.Signal.NotObserved : silence,
                unhealthySince,
                nodes),
            java.time.Duration.ZERO,
            capacity,
            Zone.Price.UNKNOWN,
            new Zone.Equipment(storage, registries, zoneEgress),
            maintenance,
            homologations,
            delivery,
            null);
    return drill == null ? zone : zone.leftFor(drill, null);
  }

  /** The same zone by another name on another site: it is at hand for backups. */
  Zone aside(String name, String otherSite, Zone.Coordinates place) {
    Zone zone = zone();
    return new Zone(
        name,
        zone.provider(),
        zone.offerings(),
        zone.region(),
        otherSite,
        zone.siteProvenance(),
        new Zone.Location(
            zone.location().country(),
            zone.location().subdivision(),
            place,
            zone.location().provenance(),
            zone.location().coordinatesProvenance()),
        zone.failureDomains(),
        zone.failureDomainsProvenance(),
        zone.state(),
        null,
        zone.health(),
        zone.silentAfter(),
        zone.capacity(),
        zone.price(),
        zone.equipment(),
        zone.maintenance(),
        zone.homologations(),
        zone.delivery(),
        zone.drill());
  }

  Workload workload() {
    return new Workload(
        new WorkloadId("ns", "w"),
        null,
        1,
        Quantities.NONE,
        true,
        dataBound,
        layers,
        services,
        dataClasses,
        new Closure(
            images,
            endpoints,
            dependencies,
            claims,
            backup,
            egress,
            exposedBy,
            hostNetwork,
            secrets,
            content),
        rules,
        List.of(),
        tolerate,
        null,
        new TreeMap<>(),
        List.of(),
        false,
        null,
        null,
        Duration.ZERO,
        0,
        null,
        new TreeMap<>(),
        List.of(),
        List.of(),
        Workload.Priority.DEFAULT,
        Workload.Objective.Stability,
        new Workload.Rebalance(Workload.Rebalance.Mode.WhenNeeded, 2),
        false);
  }
}
