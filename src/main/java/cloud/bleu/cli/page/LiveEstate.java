package cloud.bleu.cli.page;

import cloud.bleu.cli.input.Input;
import cloud.bleu.cli.input.LedgerEnd;
import cloud.bleu.cli.input.SeenDrills;
import cloud.bleu.cli.input.WorkloadNames;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.credential.Credentials;
import cloud.bleu.evidence.assessment.Assessment;
import cloud.bleu.evidence.assessment.DrillProof;
import cloud.bleu.evidence.assessment.LeftOutObject;
import cloud.bleu.evidence.chain.KnownEnd;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.catalogue.DecisionWindow;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Window;
import cloud.bleu.placement.model.LossSignal;
import cloud.bleu.report.html.HtmlPage;
import cloud.bleu.report.live.LivePage;
import cloud.bleu.report.live.PageSource;
import cloud.bleu.report.page.Page;
import cloud.bleu.report.page.PageInput.StandingWaiver;
import cloud.bleu.report.page.PageTree;
import cloud.bleu.standing.DrillProofs;
import cloud.bleu.translate.zone.LossSignals;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The page of an estate that is read again and again. Where nothing changed that it depends on, and
 * no date lies between at which an answer may be another one, nothing is planned. Where the page
 * says the same, it stays the same one. Notes on objects are printed once, at the first reading.
 */
public final class LiveEstate implements PageSource {

  private final InputOptions input;
  private final EstatePage wanted;
  private final IOStreams streams;
  private IOStreams told;
  private @Nullable Found found;
  private @Nullable LivePage last;
  private List<String> failure = List.of();

  /**
   * What a page depends on, and for how long it is the same.
   *
   * @param export when each file of the chain of decisions was written last
   * @param end of that chain of which the input knows; null: of none, or nobody asks
   */
  private record Found(
      Estate estate,
      Map<String, LossSignal> signals,
      List<StandingWaiver> waivers,
      List<DrillProof> drills,
      Map<Path, FileTime> export,
      @Nullable KnownEnd end,
      List<LeftOutObject> leftOut,
      Window window) {

    boolean holds(Found now) {
      return window.holds(now.estate.now())
          && estate.sameObjects(now.estate)
          && signals.equals(now.signals)
          && waivers.equals(now.waivers)
          && drills.equals(now.drills)
          && export.equals(now.export)
          && Objects.equals(end, now.end)
          && leftOut.equals(now.leftOut);
    }
  }

  /**
   * Reads nothing yet.
   *
   * @param streams whose clock says when it is, and whose standard error gets what is wrong
   */
  public LiveEstate(InputOptions input, EstatePage wanted, IOStreams streams) {
    this.input = input;
    this.wanted = wanted;
    this.streams = streams;
    this.told = streams;
  }

  /**
   * The page of what is there now: the one of before where it says the same.
   *
   * @throws BadInputException with all that is wrong, where {@link #read} has its first line only
   */
  public LivePage page() {
    Instant at = streams.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    Input.Read read = Input.read(input, told.standing(at)).reported(told);
    // A cluster was asked for its drills with everything else.
    List<DrillProof> drills =
        drills(
            SeenDrills.in(input.files.isEmpty() ? read.objects().drills() : read.drills()), read);
    told = silent(streams);
    Estate estate = read.translation().estate();
    Found now =
        new Found(
            estate,
            LossSignals.of(read.objects().zones()),
            wanted.waivers(read),
            drills,
            written(wanted.export()),
            wanted.export() == null ? null : LedgerEnd.of(input, read),
            read.errors().within(wanted.namespace()).leftOut(),
            DecisionWindow.of(estate.now(), estate.zones(), estate.workloads()));
    if (last != null && found != null && found.holds(now)) {
      return last;
    }
    if (found == null) {
      WorkloadNames.refuseUnknown(read.workloads(), wanted.namespace());
    }
    LivePage page = page(read, drills, now);
    if (last == null || !last.name().equals(page.name())) {
      last = page;
    }
    found = now;
    return last;
  }

  /** What is wrong is printed whole, once; a page that names nobody gets none of it. */
  @Override
  public LivePage read() throws UnreadableException {
    try {
      LivePage page = page();
      failure = List.of();
      return page;
    } catch (BadInputException e) {
      throw failed(e.lines());
    } catch (KubernetesClientException e) {
      throw failed(List.of(Credentials.hidden("the cluster gave no answer: " + e.getMessage())));
    }
  }

  private UnreadableException failed(List<String> lines) {
    if (!lines.equals(failure)) {
      failure = lines;
      lines.forEach(streams.err()::println);
      streams.err().flush();
    }
    return new UnreadableException(
        wanted.redact() ? "the reason is on the terminal of bleu" : lines.get(0));
  }

  private LivePage page(Input.Read read, List<DrillProof> drills, Found now) {
    Estate estate = read.translation().estate();
    List<Decision> decisions = Planner.plan(estate).decisions();
    Assessment assessment =
        Assessment.whole(estate, decisions, wanted::isWanted).without(now.leftOut);
    Page page = wanted.of(read, decisions, drills, assessment, now.end);
    List<LeftOutObject> told =
        wanted.redact() ? assessment.redacted().leftOut() : assessment.leftOut();
    return new LivePage(PageTree.name(page, told), HtmlPage.live(page, wanted.sentences(), told));
  }

  private List<DrillProof> drills(SeenDrills seen, Input.Read read) {
    Estate estate = read.translation().estate();
    return DrillProofs.of(seen.standing(estate, estate.now())).stream()
        .map(drill -> wanted.redact() ? drill.redacted() : drill)
        .toList();
  }

  private static Map<Path, FileTime> written(@Nullable Path export) {
    Map<Path, FileTime> files = new TreeMap<>();
    if (export != null) {
      try (Stream<Path> all = Files.walk(export)) {
        for (Path file : all.toList()) {
          files.put(file, Files.getLastModifiedTime(file));
        }
      } catch (IOException | UncheckedIOException e) {
        throw new BadInputException(export + ": cannot be read: " + e.getMessage());
      }
    }
    return files;
  }

  private static IOStreams silent(IOStreams streams) {
    return new IOStreams(
        streams.out(), new PrintWriter(Writer.nullWriter()), streams.in(), streams.clock());
  }
}
