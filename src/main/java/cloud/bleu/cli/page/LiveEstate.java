package cloud.bleu.cli.page;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.cli.drill.DrillProofs;
import cloud.bleu.cli.input.Input;
import cloud.bleu.cli.input.SeenDrills;
import cloud.bleu.cli.input.WorkloadNames;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.Surface;
import cloud.bleu.evidence.assessment.Assessment;
import cloud.bleu.evidence.assessment.DrillProof;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.report.html.HtmlPage;
import cloud.bleu.report.live.LivePage;
import cloud.bleu.report.live.PageSource;
import cloud.bleu.report.page.Page;
import cloud.bleu.report.page.PageTree;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The page of an estate that is read again and again. Where the objects and the day are those of
 * before, nothing is planned; where the page says the same, it stays the same one. What is wrong
 * with objects is told once, at the first reading.
 */
public final class LiveEstate implements PageSource {

  private final InputOptions input;
  private final EstatePage wanted;
  private final Surface surface;
  private Surface told;
  private @Nullable Found found;
  private @Nullable LivePage last;
  private Map<String, Object> said = Map.of();

  /** What a page depends on. */
  private record Found(LocalDate day, ApiObjects objects, List<ResilienceDrill> drills) {}

  /**
   * Reads nothing yet.
   *
   * @param surface whose clock says when it is, and whose standard error gets what is wrong
   */
  public LiveEstate(InputOptions input, EstatePage wanted, Surface surface) {
    this.input = input;
    this.wanted = wanted;
    this.surface = surface;
    this.told = surface;
  }

  /**
   * The page of what is there now: the one of before where it says the same.
   *
   * @throws BadInputException with all that is wrong, where {@link #read} has its first line only
   */
  public LivePage page() {
    Instant at = surface.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    LocalDate today = LocalDate.ofInstant(at, ZoneRule.PARIS);
    Input.Read read = Input.read(input, told.standing(at)).reported(told);
    SeenDrills drills = SeenDrills.of(input, read).reported(told);
    told = silent(surface);
    Found now = new Found(today, read.objects(), drills.drills());
    if (last != null && now.equals(found)) {
      return last;
    }
    if (found == null) {
      WorkloadNames.refuseUnknown(read.workloads(), wanted.namespace());
    }
    Page page = page(read, drills);
    Map<String, Object> says = new TreeMap<>(PageTree.of(page));
    says.remove("at");
    if (last == null || !says.equals(said)) {
      last = new LivePage(page.at(), HtmlPage.live(page, wanted.sentences()));
    }
    found = now;
    said = says;
    return last;
  }

  @Override
  public LivePage read() throws UnreadableException {
    try {
      return page();
    } catch (BadInputException e) {
      throw new UnreadableException(e.lines().get(0));
    } catch (KubernetesClientException e) {
      throw new UnreadableException("the cluster gave no answer: " + e.getMessage());
    }
  }

  private Page page(Input.Read read, SeenDrills seen) {
    Estate estate = read.translation().estate();
    List<Decision> decisions = Planner.plan(estate).decisions();
    List<DrillProof> drills =
        DrillProofs.of(seen.standing(estate, estate.now())).stream()
            .map(drill -> wanted.redact() ? drill.redacted() : drill)
            .toList();
    String closing = Assessment.whole(estate, decisions, wanted::isWanted).closing();
    return wanted.of(read, decisions, drills, closing);
  }

  private static Surface silent(Surface surface) {
    return new Surface(
        surface.out(), new PrintWriter(Writer.nullWriter()), surface.in(), surface.clock());
  }
}
