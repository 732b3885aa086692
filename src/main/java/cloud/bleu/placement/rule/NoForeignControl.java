package cloud.bleu.placement.rule;

import cloud.bleu.placement.catalogue.ProviderRule;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Nobody outside the European Union, alone or together with others, has a right of veto in the
 * provider or can appoint the majority of one of its governing bodies (SecNumCloud 19.6.b; what
 * they hold is a rule of its own).
 */
public record NoForeignControl() implements ProviderRule {

  private static final String VETO = "ForeignVeto";
  private static final String APPOINTMENT = "ForeignAppointment";
  private static final String UNKNOWN = "ForeignControlUnknown";

  private static final Declaration DECLARATION =
      new Declaration(
              "no-foreign-control",
              "Nobody outside the European Union, alone or together with others, has a right of veto in"
                  + " the provider or can appoint the majority of a governing body.",
              List.of(),
              List.of("19.6.b"),
              List.of(APPOINTMENT, UNKNOWN, VETO, "ProviderUnknown"))
          .reading("CloudProvider.spec.ownership");

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  @Override
  public Verdict evaluate(Provider provider, Parameters parameters) {
    Provider.Ownership ownership = provider.ownership();
    Boolean veto = ownership == null ? null : ownership.vetoOutsideEU();
    Boolean appointment = ownership == null ? null : ownership.appointmentOutsideEU();
    Origin origin = ownership == null ? Origin.Assumed : ownership.provenance().basis().origin();
    List<Message> rights = named(veto, appointment, true);
    if (!rights.isEmpty()) {
      return Verdict.reject(
          Boolean.TRUE.equals(veto) ? VETO : APPOINTMENT,
          origin,
          Message.of("control.foreign", "provider", provider.name(), "rights", rights),
          Message.of("do.otherProvider"));
    }
    List<Message> open = named(veto, appointment, null);
    if (!open.isEmpty()) {
      return Verdict.unknown(
          UNKNOWN,
          origin,
          Message.of("control.unknown", "provider", provider.name(), "rights", open),
          Message.of("do.stateControl"));
    }
    return Verdict.pass(origin, Message.of("control.holds", "provider", provider.name()));
  }

  private static List<Message> named(
      @Nullable Boolean veto, @Nullable Boolean appointment, @Nullable Boolean value) {
    List<Message> names = new ArrayList<>();
    if (Objects.equals(veto, value)) {
      names.add(Message.of("control.veto"));
    }
    if (Objects.equals(appointment, value)) {
      names.add(Message.of("control.appointment"));
    }
    return names;
  }
}
