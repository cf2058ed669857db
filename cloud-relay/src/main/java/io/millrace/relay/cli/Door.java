package io.millrace.relay.cli;

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

/** Where questions are answered: at the running relay, or by its files. Closed after one. */
sealed interface Door extends AutoCloseable permits RunningRelay, StoppedRelay {

  GetRelayStatusResponse status();

  TraceResponse trace(TraceRequest request);

  ListCasesResponse cases(ListCasesRequest request);

  CloseCaseResponse close(CloseCaseRequest request);

  ListFlowsResponse flows();

  ListAgentsResponse agents();

  RevokeAgentResponse revoke(RevokeAgentRequest request);

  CreateEnrolmentCodeResponse newCode(CreateEnrolmentCodeRequest request);

  ListTokensResponse tokens();

  CreateTokenResponse newToken(CreateTokenRequest request);

  RevokeTokenResponse revokeToken(RevokeTokenRequest request);

  @Override
  void close();
}
