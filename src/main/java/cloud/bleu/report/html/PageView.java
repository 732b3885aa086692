package cloud.bleu.report.html;

import cloud.bleu.evidence.assessment.LeftOutObject;
import cloud.bleu.placement.message.Message;
import cloud.bleu.report.page.Page;
import cloud.bleu.report.page.PageAccess;
import cloud.bleu.report.page.PageDate;
import cloud.bleu.report.page.PageLoss;
import cloud.bleu.report.page.PageSentences;
import cloud.bleu.report.page.PageTree;
import cloud.bleu.report.page.PageWorkload;
import cloud.bleu.report.page.PageZone;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the templates ask: words, and parts of the page in the order in which they are drawn. */
public final class PageView {
  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

  /** Names that a cell lists; more are counted. */
  private static final int MOST_NAMES = 6;

  private static final int MANY_CELLS = 3000;

  private final Page page;
  private final PageSentences sentences;
  private final List<LeftOutObject> leftOut;
  private final FranceMap map;
  private final CellText cells = new CellText(this);
  private final LossText losses = new LossText(this);
  private final ClusterText clusters = new ClusterText(this);
  private final String style;
  private final boolean live;
  private final String script;
  private final Map<String, String> words = new HashMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  PageView(Page page, PageSentences sentences, boolean live, List<LeftOutObject> leftOut) {
    this.leftOut = List.copyOf(leftOut);
    this.page = page;
    this.sentences = sentences;
    this.live = live;
    this.script = Resources.text("page.js") + (live ? Resources.text("live.js") : "");
    this.map = new FranceMap(page.zones());
    this.style =
        Resources.text("page.css")
            + PrintedPages.style(page.marking())
            + LossStyle.style(page.losses(), page.zones());
    page.zones().forEach(z -> numbers.put(z.name(), numbers.size()));
  }

  /** The page that is drawn. */
  public Page page() {
    return page;
  }

  /** What the page is without. */
  public List<LeftOutObject> leftOut() {
    return leftOut;
  }

  /** How many objects that are. */
  public long leftOutObjects() {
    return leftOut.stream().map(LeftOutObject::title).distinct().count();
  }

  /** The language, as HTML names it. */
  public String tag() {
    return sentences.tag();
  }

  /** Words of the page that have no facts. */
  public String word(String key) {
    return words.computeIfAbsent(key, k -> sentences.said("html." + k));
  }

  /** A sentence of the page; facts are names, each followed by its value. */
  public String said(String key, @Nullable Object... facts) {
    return sentences.said("html." + key, facts);
  }

  /** A sentence of a finding. */
  String finding(Message message) {
    return sentences.finding(message);
  }

  /** The text of the style sheet, which stands in the page. */
  public String style() {
    return style;
  }

  /** The text of the script, which stands in the page. */
  public String script() {
    return script;
  }

  /**
   * The value of Content-Security-Policy: this style sheet and this script, and nothing from
   * elsewhere.
   */
  public String policy() {
    return ContentPolicy.of(style, script, live);
  }

  /** Whether it says when there is a newer one. */
  public boolean isLive() {
    return live;
  }

  /** By which its script knows whether it is the newest; null where it asks for none. */
  public @Nullable String name() {
    return live ? PageTree.name(page, leftOut) : null;
  }

  /** What the reader may not see, on a page that is made for one. */
  public List<String> access() {
    PageAccess access = page.access();
    List<String> said = new ArrayList<>();
    if (access != null && access.namespaces() != null) {
      said.add(said("access.namespaces", "namespaces", access.namespaces()));
    }
    if (access != null && !access.showsAllWaivers()) {
      said.add(word("access.waivers"));
    }
    if (page.narrow()) {
      said.add(word("access.narrow"));
    }
    return said;
  }

  /** Whether any zone is on a map. */
  public boolean isMapped() {
    return map.elsewhere().size() < page.zones().size();
  }

  /** The map of the country. */
  public MapSheet france() {
    return map.france();
  }

  /** The map of the region of Paris; null where no zone needs it. */
  public @Nullable MapSheet paris() {
    return map.paris();
  }

  /** The instant of the page in Europe/Paris, to the minute. */
  public String at() {
    return MINUTE.format(page.at().atZone(PARIS));
  }

  /** An instant as it is written; empty for none. */
  public String instant(@Nullable Instant instant) {
    return instant == null ? "" : instant.toString();
  }

  /** Names of zones that are on no sheet, or have no label there. */
  public List<PageZone> unlabelled() {
    List<PageZone> zones = new ArrayList<>(map.elsewhere());
    zones.addAll(FranceMap.unlabelled(map.france()));
    MapSheet paris = map.paris();
    if (paris != null) {
      zones.addAll(FranceMap.unlabelled(paris));
    }
    return zones;
  }

  /** What a zone is, in a line: for who points at it, and who hears it. */
  public String title(PageZone zone) {
    return said(
        "zone.title",
        "name",
        zone.name(),
        "provider",
        zone.title(),
        "site",
        zone.site(),
        "region",
        zone.region(),
        "use",
        word("use." + zone.use()),
        "replicas",
        zone.replicas(),
        "assumed",
        zone.assumed() ? word("assumed") : null);
  }

  /** The anchor of the loss of a zone. */
  public String anchor(PageZone zone) {
    return page.losses().stream()
        .filter(l -> l.scope().equals("Zone") && l.value().equals(zone.name()))
        .map(PageLoss::id)
        .findFirst()
        .orElse("losses");
  }

  /** What a fact rests on, as the language calls it. */
  public String basis(PageWorkload.Fact fact) {
    return sentences.findings().value(fact.basis());
  }

  /** Whether a browser should draw the table of workloads only when somebody comes near it. */
  public boolean isLarge() {
    return page.workloads().size() * page.zones().size() > MANY_CELLS;
  }

  /** The words of losses. */
  public LossText losses() {
    return losses;
  }

  /** What is said of clusters that are not the operator's own. */
  public ClusterText clusters() {
    return clusters;
  }

  /** The words of cells. */
  public CellText cells() {
    return cells;
  }

  /** A few names; of many, how many more there are. */
  public String names(Collection<String> names) {
    String few = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    return names.size() <= MOST_NAMES
        ? few
        : said("more", "names", few, "count", names.size() - MOST_NAMES);
  }

  /** Days from the instant of the page, in Europe/Paris. */
  public long daysTo(PageDate date) {
    return ChronoUnit.DAYS.between(LocalDate.ofInstant(page.at(), PARIS), date.day());
  }

  /** The class of a zone, by which a loss crosses it out. */
  public String crossed(PageZone zone) {
    return "z" + numbers.getOrDefault(zone.name(), 0);
  }

  /** A text in pieces: those with a date are not to be broken at the end of a line. */
  public List<TextPart> parts(String text) {
    return TextPart.of(text);
  }

  /** The namespaces of all workloads, each once, in the order of names. */
  public Collection<String> namespaces() {
    return page.workloads().stream()
        .map(PageWorkload::namespace)
        .filter(n -> !n.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The providers of all zones, each once, in the order of names. */
  public Collection<String> providers() {
    return page.zones().stream()
        .map(PageZone::provider)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Resources of which any zone states how much it has. */
  public Collection<String> resources() {
    return page.zones().stream()
        .flatMap(z -> z.capacity().stream())
        .map(PageZone.Amount::resource)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** How much of a resource a zone has; null when the zone has none of it. */
  public PageZone.@Nullable Amount amount(PageZone zone, String resource) {
    return zone.capacity().stream()
        .filter(a -> a.resource().equals(resource))
        .findFirst()
        .orElse(null);
  }

  /** The beginning of a hash. */
  public String abbreviated(String hash) {
    int from = hash.indexOf(':') + 1;
    return hash.substring(from, Math.min(hash.length(), from + 12));
  }
}
