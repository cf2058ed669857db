package io.millrace.relay.cli;

import io.millrace.base.command.Version;
import io.millrace.base.time.Clock;
import io.millrace.relay.RelayFiles;
import io.millrace.relay.access.Rights;
import io.millrace.relay.config.RelayConfig;
import io.millrace.v1.CloseCaseRequest;
import io.millrace.v1.CloseCaseResponse;
import io.millrace.v1.CreateEnrolmentCodeRequest;
import io.millrace.v1.CreateEnrolmentCodeResponse;
import io.millrace.v1.CreateTokenRequest;
import io.millrace.v1.CreateTokenResponse;
import io.millrace.v1.GetRelayStatusResponse;
import io.millrace.v1.ListAgentsResponse;
import io.millrace.v1.ListCasesRequest;
import io.millrace.v1.ListCasesResponse;
import io.millrace.v1.ListFlowsResponse;
import io.millrace.v1.ListTokensResponse;
import io.millrace.v1.RevokeAgentRequest;
import io.millrace.v1.RevokeAgentResponse;
import io.millrace.v1.RevokeTokenRequest;
import io.millrace.v1.RevokeTokenResponse;
import io.millrace.v1.TraceRequest;
import io.millrace.v1.TraceResponse;

/** Works on the files of a relay that does not run, and holds their lock meanwhile. */
final class StoppedRelay implements Door {
  private final RelayFiles files;

  private StoppedRelay(RelayFiles files) {
    this.files = files;
  }

  /** DATA_IN_USE when a relay runs on them after all. */
  static StoppedRelay open(RelayConfig config, Clock clock) {
    return new StoppedRelay(RelayFiles.open(config, clock, Version.of(Main.class)));
  }

  @Override
  public GetRelayStatusResponse status() {
    return files.desk().status(Rights.OWNER);
  }

  @Override
  public TraceResponse trace(TraceRequest request) {
    return files.desk().trace(Rights.OWNER, request);
  }

  @Override
  public ListCasesResponse cases(ListCasesRequest request) {
    return files.desk().cases(Rights.OWNER, request);
  }

  @Override
  public CloseCaseResponse close(CloseCaseRequest request) {
    return files.desk().close(Rights.OWNER, request);
  }

  @Override
  public ListFlowsResponse flows() {
    return files.desk().flows(Rights.OWNER);
  }

  @Override
  public ListAgentsResponse agents() {
    return files.desk().agents(Rights.OWNER);
  }

  @Override
  public RevokeAgentResponse revoke(RevokeAgentRequest request) {
    return files.desk().revoke(Rights.OWNER, request);
  }

  @Override
  public CreateEnrolmentCodeResponse newCode(CreateEnrolmentCodeRequest request) {
    return files.desk().newCode(Rights.OWNER, request);
  }

  @Override
  public ListTokensResponse tokens() {
    return files.desk().tokens(Rights.OWNER);
  }

  @Override
  public CreateTokenResponse newToken(CreateTokenRequest request) {
    return files.desk().newToken(Rights.OWNER, request);
  }

  @Override
  public RevokeTokenResponse revokeToken(RevokeTokenRequest request) {
    return files.desk().revokeToken(Rights.OWNER, request);
  }

  @Override
  public void close() {
    files.close();
  }
}
