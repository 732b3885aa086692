package cloud.bleu.report.page;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the page of an estate says. {@code bleu report -o json} prints it, and {@code -o
 * html} draws it. Names are sorted, so that the same input gives the same bytes.
 *
 * @param schema of this document, {@link #SCHEMA}
 * @param at the instant that all of it is said for
 * @param language of the sentences in it: {@code en} or {@code fr}
 * @param redacted whether names of workloads and free text are left out
 * @param marking that stands at the head and the foot; null without one
 * @param zones by name
 * @param workloads by namespace and name, only those that are asked for
 * @param losses zone by zone, then sites, regions, providers and hazards
 * @param dates on which answers change, the earliest first
 * @param breakGlasses of the workloads that are shown, in their order
 * @param drills what each ResilienceDrill proves
 * @param chain of decisions; null where none is given
 * @param closing the sentence with which every report ends
 * @param access what the reader may list, on a page that is made for one; else null
 */
public record Page(
    String schema,
    Instant at,
    String language,
    boolean redacted,
    @Nullable String marking,
    Headline headline,
    Summary summary,
    List<PageZone> zones,
    List<PageWorkload> workloads,
    List<PageLoss> losses,
    List<PageDate> dates,
    List<PageWaiver> waivers,
    List<PageBreakGlass> breakGlasses,
    List<PageDrill> drills,
    @Nullable PageChain chain,
    String closing,
    @Nullable PageAccess access) {

  /** It gets another number when a field is taken away or means something else. */
  public static final String SCHEMA = "bleu-page/1";

  /**
   * The first lines, in words.
   *
   * @param placed whether everything has a place
   * @param breaches whether anything runs in breach of an enforced rule, or under a break-glass
   *     that nobody countersigned
   * @param besides how many run under a waiver, a countersigned break-glass or with a warning;
   *     empty where none does
   * @param passes how many pass every enforced rule, and how many of these on an assumption or the
   *     press; empty where nothing is asked
   * @param survives which losses are survived, and by how many
   * @param next the next date on which an answer changes
   */
  public record Headline(
      String placed,
      String breaches,
      String besides,
      String passes,
      String survives,
      String next) {}

  /**
   * The counts.
   *
   * @param placed workloads of which every replica has a zone
   * @param replicas that have a zone
   * @param missing replicas that have none
   * @param inBreach workloads with a replica where an enforced rule fails
   * @param breakGlass workloads with a replica where a break-glass sets a rule aside
   * @param unsigned those of them of which nobody countersigned it
   * @param waived workloads with a replica where a waiver sets a rule aside
   * @param warned workloads with a replica where a rule warns
   * @param asked workloads of which an enforced rule asks something where they run
   * @param passing those of them that are placed whole and pass every enforced rule
   * @param passingWeakly those of the passing ones that rest on a fact which only an assumption or
   *     the press states
   */
  public record Summary(
      int workloads,
      int placed,
      int replicas,
      int missing,
      int inBreach,
      int breakGlass,
      int unsigned,
      int waived,
      int warned,
      int asked,
      int passing,
      int passingWeakly,
      List<Survival> survives) {}

  /**
   * How many workloads survive any one loss of a scope.
   *
   * @param scope {@code Zone}, {@code Site}, {@code Region}, {@code Provider}
   * @param assumed those of them of which that rests on an assumption
   */
  public record Survival(String scope, int workloads, int assumed) {}

  public Page {
    zones = List.copyOf(zones);
    workloads = List.copyOf(workloads);
    losses = List.copyOf(losses);
    dates = List.copyOf(dates);
    waivers = List.copyOf(waivers);
    breakGlasses = List.copyOf(breakGlasses);
    drills = List.copyOf(drills);
  }

  /** Whether zones, facts and what rests on them are left out. */
  public boolean narrow() {
    return access != null && !access.facts();
  }
}
