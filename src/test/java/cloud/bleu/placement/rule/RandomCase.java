package cloud.bleu.placement.rule;

import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.TemplatePart;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.DeliveryWay;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** Questions about facts that are missing, contradict themselves or are nonsense; seeded. */
final class RandomCase {

  private static final String[] COUNTRIES = {"FR", "DE", "US", "NO", "GB", "RE", "", "fr", "ZZ"};
  private static final String[] NAMES = {"o", "p", "q", "A", "Example SAS", "", "x\u0000y"};
  private static final String[] LAYERS = {"IaaS", "CaaS", "PaaS", "disk", "vm", "nonsense"};
  private static final String[] CLASSES = {
    "Health", "DiffusionRestreinte", "II901Sensitive", "Sensitive", "nonsense"
  };
  private static final String[] STATES = {
    "Qualified", "Qualified", "Qualified", "InEvaluation", "Suspended", "Withdrawn", "nonsense", ""
  };
  private static final String[] PERCENT = {
    "0", "12", "24", "24.000000001", "39", "50", "100", "-1", "101", "1E+30", "1E-30", null
  };

  private static final String[] IMAGES = {
    "registry.example/main:1", "registry.example/main@sha256:" + "a".repeat(64), "nginx", "", "A//b"
  };

  private static final Instant[] INSTANTS = {
    Instant.parse("2026-03-01T11:00:00Z"),
    Instant.parse("1970-01-01T00:00:00Z"),
    Instant.parse("2028-01-01T00:00:00Z")
  };

  private static final Provenance PRESS =
      new Provenance(Basis.Press, "test", LocalDate.of(2026, 2, 1), null, null);

  private final Random own;
  private Random random;

  RandomCase(long seed) {
    random = new Random(seed);
    own = new Random(seed * 0x9E3779B97F4A7C15L);
  }

  Case next() {
    Case c = new Case();
    c.now = one(INSTANTS);
    c.providerExists = random.nextInt(8) > 0;
    c.zoneName = one("z", "z", "z", "");
    c.zoneProvider = one("p", "p", "p", "");
    c.region = one("r", "r", "r", "", "elsewhere");
    c.zoneOfferings = some(2, "o", "o", "q", "nobody-described-it");
    c.siteProvenance = provenance();
    c.country = maybe(one(COUNTRIES));
    c.subdivision = maybe(one("FR-IDF", "FR-NC", ""));
    c.locationProvenance = provenance();
    c.state = one(cloud.bleu.placement.model.ZoneState.values());
    // One that is left anyhow stays as it is.
    boolean leavable = c.state.compareTo(ZoneState.Drained) < 0;
    c.drill =
        leavable && own.nextBoolean()
            ? new Zone.Drill("tried", c.now, null, ZoneState.Active)
            : null;
    c.legalEntity =
        maybe(
            new Provider.LegalEntity(
                one(NAMES),
                maybe(one(COUNTRIES)),
                maybe(one(COUNTRIES)),
                maybe(one(COUNTRIES)),
                maybe(one(COUNTRIES)),
                provenance()));
    c.holders = random.nextInt(6) == 0 ? null : holders();
    c.ownershipProvenance = provenance();
    c.veto = one(true, false, false, null);
    c.appointment = one(true, false, false, null);
    c.suppliers = suppliers();
    c.operations = maybe(operations());
    c.offerings = new ArrayList<>();
    for (String name : List.of("o", "q")) {
      List<Provider.Qualification> qualifications = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        qualifications.add(qualification());
      }
      c.offerings.add(
          new Provider.Offering(
              name,
              some(3, LAYERS),
              some(2, "r", "r", "s"),
              some(3, LAYERS),
              maybe(agreement()),
              qualifications));
    }
    c.layers = some(2, LAYERS);
    c.services = some(2, LAYERS);
    if (random.nextInt(8) == 0) {
      oneOfTwoOfferings(c);
    }
    closure(c);
    circumstances(c);
    return c;
  }

  /** A zone of two offerings of one layer, of which one is qualified; who sells what varies. */
  private void oneOfTwoOfferings(Case c) {
    Provider.Offering good = new Case().offerings.get(0);
    c.now = new Case().now;
    c.providerExists = true;
    c.zoneProvider = "p";
    c.region = "r";
    c.layers = List.of("IaaS");
    c.services = some(1, "vm", "db");
    c.zoneOfferings = List.of("o", "q");
    c.offerings =
        new ArrayList<>(
            List.of(
                new Provider.Offering(
                    "o",
                    good.layers(),
                    good.regions(),
                    some(1, "vm", "db"),
                    good.agreement(),
                    good.qualifications()),
                new Provider.Offering(
                    "q", good.layers(), good.regions(), some(1, "vm", "db"), null, List.of())));
  }

  /** The same facts in another order. */
  void shuffle(Case c) {
    c.offerings = shuffled(c.offerings);
    c.holders = c.holders == null ? null : shuffled(c.holders);
    c.suppliers = shuffled(c.suppliers);
    c.layers = shuffled(c.layers);
    c.services = shuffled(c.services);
    c.dataClasses = shuffled(c.dataClasses);
    c.maintenance = shuffled(c.maintenance);
    c.homologations = shuffled(c.homologations);
    c.zoneOfferings = shuffled(c.zoneOfferings);
    c.images = shuffled(c.images);
    c.registries = shuffled(c.registries);
    c.claims = shuffled(c.claims);
    c.egress = c.egress == null ? null : shuffled(c.egress);
    c.exposedBy = shuffled(c.exposedBy);
    c.endpoints = shuffled(c.endpoints);
    c.dependencies = c.dependencies == null ? null : shuffled(c.dependencies);
  }

  /** Some parameters as they come out of the check, some that no check would let through. */
  Parameters parameters(ZoneRule.Declaration declaration) {
    TreeMap<String, Object> values = new TreeMap<>();
    for (RuleParameter parameter : declaration.parameters()) {
      Object value =
          switch (parameter.type()) {
            case Flag -> random.nextBoolean();
            case Decimal, Whole -> one("0", "1", "24", "39", "60", "400", "100", "nonsense");
            case CountryList -> some(3, "EU", "EEA", "FR", "US", "nonsense");
            case Text ->
                parameter.name().equals("version")
                    ? one("3.2", "3.1", "")
                    : one("SecNumCloud", "SecNumCloud", "HDS");
            case TextList ->
                parameter.name().equals("activities")
                    ? one(List.of(), List.of(), List.of("o"), List.of("z"))
                    : parameter.accepted().isEmpty()
                        ? some(2, "o", "p", "r", "z", "elsewhere", "")
                        : some(3, parameter.accepted().toArray(String[]::new));
          };
      if (random.nextInt(4) > 0) {
        values.put(parameter.name(), value);
      } else if (random.nextInt(4) == 0) {
        values.put(parameter.name(), one(1, true, "nonsense", List.of(1)));
      }
    }
    return Parameters.of(values);
  }

  /** Draws from a stream of its own: what the other facts are does not depend on it. */
  private void closure(Case c) {
    Random others = random;
    random = own;
    c.images =
        some(3, IMAGES).stream()
            .map(i -> new Closure.Image(TemplatePart.container(one("a", "b")), i))
            .toList();
    c.endpoints =
        some(2, "login.microsoftonline.com", "smtp.office365.com", "mcr.microsoft.com").stream()
            .map(
                h ->
                    new Closure.Endpoint(
                        one(
                            TemplatePart.arguments(TemplatePart.container("a")),
                            TemplatePart.egress("b")),
                        h))
            .toList();
    c.dependencies = maybe(dependencies());
    c.rules =
        some(2, "seat-in-eu", "qualified-offering", "fact-basis", "providers").stream()
            .map(id -> bound(Catalogue.rule(id)))
            .toList();
    storage(c);
    c.registries = some(2, "registry.example", "docker.io", "", "a/b");
    traffic(c);
    random = others;
  }

  private void traffic(Case c) {
    c.egress =
        maybe(
            some(3, "o", "a.example", "*.example", "*", "10.0.0.0/8", "0.0.0.0/0", "nonsense", "")
                .stream()
                .map(
                    target ->
                        new Closure.Destination(one("x", "y"), one(Closure.Way.values()), target))
                .toList());
    c.exposedBy =
        some(
            2,
            TemplatePart.service("web", "LoadBalancer"),
            TemplatePart.route("Ingress front", "web"));
    c.hostNetwork = random.nextInt(4) == 0;
    c.zoneEgress =
        maybe(new Zone.Egress(some(2, "o", "packages.example", "*.io", "*", ""), provenance()));
  }

  /** As {@link #closure(Case)}. */
  private void circumstances(Case c) {
    Random others = random;
    random = own;
    c.dataClasses = some(2, CLASSES);
    c.unhealthySince = random.nextInt(4) == 0 ? c.now : null;
    c.capacity =
        random.nextBoolean()
            ? new Capacity.Measured(List.of(new Capacity.Node("n", Quantities.NONE)), 90)
            : new Capacity.Declared(Quantities.NONE, Quantities.NONE, 90);
    c.maintenance = notices(c.now);
    c.homologations = homologations();
    c.secrets = new Closure.Secrets(some(1, "credentials", "certificate"), random.nextBoolean());
    c.delivery = new Zone.Delivery(one(DeliveryWay.values()), maybe(random.nextBoolean()));
    c.silence = one(Health.Signal.Silent, Health.Signal.Unreached, Health.Signal.Gone);
    random = others;
  }

  private void storage(Case c) {
    c.claims = some(2, "fast", "slow", "").stream().map(name -> claim(maybe(name))).toList();
    c.content = random.nextInt(3) > 0 ? Closure.Content.Template : one(Closure.Content.values());
    c.dataBound = random.nextBoolean();
    c.coordinates = maybe(new Zone.Coordinates(48_800_000, 2_300_000));
    c.coordinatesProvenance = own.nextBoolean() ? null : PRESS;
    c.backup =
        maybe(
            new Closure.Backup(
                some(2, "far", "near", "beside", "gone"), one(0L, 0L, 100_000L, 500_000L)));
    c.otherZones =
        List.of(
            c.aside("far", "site-far", new Zone.Coordinates(43_300_000, 5_400_000)),
            c.aside("near", "site-near", new Zone.Coordinates(48_900_000, 2_300_000)),
            c.aside("beside", "site", null));
    c.storage =
        maybe(
            new Zone.Storage(
                List.of(
                    new Zone.StorageClass(
                        one("fast", "other"),
                        maybe(random.nextInt(4) > 0),
                        maybe(one(Zone.KeyCustody.values())))),
                some(3, "far", "near", "beside", "gone"),
                provenance()));
  }

  private Closure.Claim claim(String storageClass) {
    return random.nextInt(4) == 0
        ? new Closure.Claim(TemplatePart.otherVolume(one("a", "b"), "nfs"), null, true)
        : new Closure.Claim(TemplatePart.claimTemplate(one("a", "b")), storageClass);
  }

  private List<Closure.Dependency> dependencies() {
    List<Closure.Dependency> dependencies = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      dependencies.add(
          new Closure.Dependency(
              one("mail", "store", ""),
              one("p", "p", "p", "nobody"),
              one("o", "o", "q", "nothing"),
              some(2, "disk", "vm", "m365.exchange", "azure.blob"),
              random.nextBoolean(),
              random.nextInt(4) == 0));
    }
    return dependencies;
  }

  private static BoundRule bound(ZoneRule rule) {
    return new BoundRule(
        rule,
        rule.declaration().id(),
        "policy",
        BoundRule.Action.Enforce,
        BoundRule.OnViolation.Report,
        Parameters.NONE,
        rule.declaration().requirements());
  }

  private List<Provider.Holder> holders() {
    List<Provider.Holder> holders = new ArrayList<>();
    boolean sound = random.nextBoolean();
    for (int i = random.nextInt(5); i > 0; i--) {
      String capital = one(PERCENT);
      String votes = one(PERCENT);
      holders.add(
          sound
              ? Case.holder(
                  one("A", "B", "C"),
                  "Example",
                  one("FR", "US"),
                  one("FR", "US", null),
                  one("12", "24", "20", "50"),
                  one("12", "24", "20", "50"))
              : new Provider.Holder(
                  one(NAMES),
                  one(NAMES),
                  maybe(one(COUNTRIES)),
                  maybe(one(COUNTRIES)),
                  capital == null ? null : new BigDecimal(capital),
                  votes == null ? null : new BigDecimal(votes),
                  maybe(true)));
    }
    return holders;
  }

  private List<Zone.Maintenance> notices(Instant now) {
    List<Zone.Maintenance> notices = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      Instant from = now.plusSeconds(one(-7200, -3600, 0, 3600, 86_400, 90_000_000));
      notices.add(
          new Zone.Maintenance(
              from,
              from.plusSeconds(one(-1, 1, 3600, 7200)),
              one(cloud.bleu.placement.model.ZoneState.values())));
    }
    return notices;
  }

  private List<Zone.Homologation> homologations() {
    List<Zone.Homologation> homologations = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      homologations.add(
          new Zone.Homologation(
              one("H-1", ""),
              some(2, CLASSES),
              maybe(one(LocalDate.of(2025, 1, 1), LocalDate.of(2027, 1, 1))),
              maybe(one(LocalDate.of(2027, 12, 31), LocalDate.of(2025, 12, 31))),
              provenance()));
    }
    return homologations;
  }

  private List<Provider.Supplier> suppliers() {
    List<Provider.Supplier> suppliers = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      suppliers.add(
          new Provider.Supplier(
              one(NAMES),
              maybe(one(COUNTRIES)),
              maybe(one(COUNTRIES)),
              one(true, false, false, null),
              one("OwnSkills", "TwoSuppliers", "None", "nonsense", null),
              provenance()));
    }
    return suppliers;
  }

  private Provider.Operations operations() {
    return new Provider.Operations(
        some(2, "FR", "DE", "EU", "EEA", "US", "fr"),
        some(2, "FR", "DE", "EU", "EEA", "US", "fr"),
        one("None", "Listed", "Unrestricted", "nonsense", null),
        some(2, "FR", "DE", "EU", "EEA", "US", "fr"),
        provenance());
  }

  private Provider.Agreement agreement() {
    return new Provider.Agreement(
        one("A-1", "A-1", ""),
        maybe(one(LocalDate.of(2025, 1, 1), LocalDate.of(2027, 1, 1), LocalDate.MIN)),
        one(true, true, false, null),
        some(4, "o", "p", "r", "z", "elsewhere"),
        provenance());
  }

  private Provider.Qualification qualification() {
    return new Provider.Qualification(
        one("SecNumCloud", "SecNumCloud", "SecNumCloud", "HDS"),
        maybe(one("3.2", "3.2", "3.1")),
        one(STATES),
        random.nextBoolean() ? List.of(LAYERS) : some(3, LAYERS),
        one(List.of(), List.of("o", "p")),
        maybe(LocalDate.of(2020, 1, 1)),
        maybe(one(LocalDate.of(2025, 1, 1), LocalDate.of(2027, 1, 1), LocalDate.MIN)),
        maybe(one(LocalDate.of(2027, 12, 31), LocalDate.of(2025, 12, 31), LocalDate.MAX)),
        random.nextBoolean() ? PRESS : provenance());
  }

  private Provenance provenance() {
    return new Provenance(
        random.nextInt(3) == 0 ? one(Basis.values()) : Basis.Contract,
        one("test", ""),
        random.nextInt(12) == 0
            ? null
            : one(
                LocalDate.of(2026, 1, 1),
                LocalDate.of(2026, 2, 1),
                LocalDate.of(2026, 3, 1),
                random.nextInt(12) == 0 ? LocalDate.MAX : LocalDate.of(2026, 2, 27),
                random.nextInt(12) == 0 ? LocalDate.MIN : LocalDate.of(2026, 2, 28)),
        null,
        null);
  }

  @SafeVarargs
  private final <T> T one(T... values) {
    return values[random.nextInt(values.length)];
  }

  private <T> T maybe(T value) {
    return random.nextInt(5) == 0 ? null : value;
  }

  @SafeVarargs
  private final <T> List<T> some(int most, T... values) {
    List<T> list = new ArrayList<>();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      list.add(one(values));
    }
    return list;
  }

  private <T> List<T> shuffled(List<T> list) {
    List<T> copy = new ArrayList<>(list);
    Collections.shuffle(copy, random);
    return copy;
  }
}
